ALLOWED_PREFIXES = ["gpt-5", "claude-opus-4"]
ROUTE_MODEL = "mistral-7b-service"
print("Run ollama pull llama3.2 first")
