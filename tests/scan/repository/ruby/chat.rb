require "openai"

client.chat(parameters: { model: "gpt-4-turbo", messages: [] })
MODEL = ENV.fetch("LLM_MODEL", "claude-3-haiku-20240307")
# MODEL = "gpt-3.5-turbo"
