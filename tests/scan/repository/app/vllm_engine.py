import subprocess

from vllm import LLM

engine = LLM(model="mistralai/Mixtral-8x7B-Instruct-v0.1", speculative_model="mistralai/Mistral-7B-Instruct-v0.3")
subprocess.run(["vllm", "serve", "Qwen/Qwen3-8B", "--served-model-name", "house", "--port", "8000"])
subprocess.run("ollama pull nomic-embed-text", shell=True)
IMAGE = "vllm/vllm-openai:latest"
CUDA = "nvidia/cuda:12.4.1-base-ubuntu22.04"
