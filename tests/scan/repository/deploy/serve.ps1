$env:OPENAI_MODEL = "gpt-4.1"
ollama run deepseek-r1:8b
