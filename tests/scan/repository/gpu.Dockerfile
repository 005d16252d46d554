FROM nvcr.io/nim/meta/llama-3.1-8b-instruct:1.8
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ENTRYPOINT ["vllm", "serve", "meta-llama/Llama-Guard-3-8B"]
