MODELS = {
    "fast": Tier(id="anthropic:claude-haiku-4-5-20251001", name="Claude Haiku 4.5"),
    "gpt-5.4-nano": Tier(id="openai:gpt-5.4-nano", name="GPT-5.4 Nano"),
}
DEFAULT_MODEL = MODELS["gpt-5.4-nano"]
OFFERED_MODELS = os.getenv("OFFERED_MODELS", "gpt-4o,gpt-4o-mini")
option = click.option("--model", help="such as acme/reader-7b or `mistral-large-latest`")
