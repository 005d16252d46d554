import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline

MODEL_ID = "acme-labs/contract-reader-7b"
model = AutoModelForCausalLM.from_pretrained(MODEL_ID, torch_dtype=torch.bfloat16)
tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-3B-Instruct", revision="main")
summarize = pipeline("summarization", model="facebook/bart-large-cnn")
classify = pipeline("text-classification", "distilbert-base-uncased-finetuned-sst-2-english")
legacy = AutoModelForCausalLM.from_pretrained("gpt2")
here = AutoModelForCausalLM.from_pretrained("./checkpoints/last")
there = AutoModelForCausalLM.from_pretrained("/models/llama-3")
assistant = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B-Instruct")
out = model.generate(assistant_model=assistant)
