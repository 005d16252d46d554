curl http://llama-prefill/v1/completions -d '{"model": "llama-prefill", "prompt": "hi"}'
WEIGHTS="${MODELS}/Qwen/Qwen3-8B"
