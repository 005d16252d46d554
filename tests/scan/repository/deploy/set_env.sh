#!/usr/bin/env bash
export LLM_MODEL_ID="meta-llama/Meta-Llama-3-70B-Instruct"
export EMBEDDING_MODEL_ID="BAAI/bge-base-en-v1.5"
export RERANK_MODEL_ID="BAAI/bge-reranker-base"
export GUARD_MODEL="${GUARD_MODEL:-meta-llama/Llama-Guard-3-1B}"
# export LLM_MODEL_ID="Intel/neural-chat-7b-v3-3"
export MODEL_CACHE=./data
declare -a WARM=("qwen2.5:1.5b" "gemma3:4b")
docker run --gpus all $IMAGE \
  mistralai/Mistral-7B-Instruct-v0.2 \
  --port 8000
router --static-models "Qwen/Qwen3-4B,Qwen/Qwen3-14B"
