it("asks", () => ask({ model: "claude-3-haiku-20240307" }));
