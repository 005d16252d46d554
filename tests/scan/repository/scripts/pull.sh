#!/usr/bin/env bash
set -e
MODEL="${MODEL:-meta-llama/Llama-3.3-70B-Instruct}"
ollama pull llama3.2:1b
ollama pull mistral
huggingface-cli download BAAI/bge-m3 --local-dir /models
hf download --repo-type dataset squad/v2
git clone https://huggingface.co/openai/whisper-large-v3
wget https://huggingface.co/bartowski/Llama-3.2-3B-Instruct-GGUF/resolve/main/Llama-3.2-3B-Instruct-Q4_K_M.gguf
docker model pull ai/smollm2:360M-Q4_K_M
docker pull nvidia/cuda:12.2.0-runtime-ubuntu22.04
docker run --rm vllm/vllm-openai:v0.6.0 --model microsoft/Phi-3-mini-4k-instruct --max-model-len 4096
vllm serve "$MODEL" --served-model-name chat
python -m vllm.entrypoints.openai.api_server --model=google/gemma-2-2b-it \
  --speculative-model google/gemma-2b
curl -s localhost:11434/api/generate -d '{"model": "gemma2:2b", "prompt": "hi"}'
git commit -m "use gpt-4o"
for m in qwen2.5:0.5b phi4-mini; do ollama pull "$m"; done
