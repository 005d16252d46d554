#!/bin/sh
llama-server -hf unsloth/gemma-3-4b-it-GGUF:UD-Q4_K_XL --port 8080
llama-cli -m models/qwen2.5-7b-instruct-q4_k_m.gguf -p hello
llama-server --hf-repo bartowski/phi-4-GGUF --hf-file phi-4-Q4_K_M.gguf -md models/qwen2.5-0.5b-q8_0.gguf
