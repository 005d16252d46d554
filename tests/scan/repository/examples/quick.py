from transformers import pipeline

pipe = pipeline("text-generation", model="TinyLlama/TinyLlama-1.1B-Chat-v1.0")
chat = OpenAI(model="gpt-4-turbo-preview")
