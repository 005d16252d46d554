import litellm

r = litellm.completion(model="bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0", messages=[])
s = litellm.completion(model="azure/chat-eu", messages=[])
t = litellm.completion(model="together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo", messages=[])
u = litellm.completion(model="groq/llama-3.3-70b-versatile", messages=[])
v = litellm.completion(model="ollama/qwen2.5:7b", messages=[])
w = litellm.completion(model="fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct", messages=[])
x = litellm.completion(model="openrouter/deepseek/deepseek-r1:free", messages=[])
y = litellm.embedding(model="cohere/embed-english-v3.0", input=[])
z = litellm.completion(model="vertex_ai/gemini-2.5-pro", messages=[])
