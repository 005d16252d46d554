from huggingface_hub import hf_hub_download, snapshot_download

snapshot_download(repo_id="stabilityai/stable-diffusion-xl-base-1.0", local_dir="models")
hf_hub_download("TheBloke/Mistral-7B-Instruct-v0.2-GGUF", filename="mistral-7b-instruct-v0.2.Q4_K_M.gguf")
URL = "https://huggingface.co/Qwen/Qwen2.5-Coder-7B-Instruct/resolve/main/config.json"
DATA = "https://huggingface.co/datasets/squad/plain"
SPACE = "https://huggingface.co/spaces/acme/demo-7b"
DOCS = "https://huggingface.co/docs/transformers/main"
REPO = "https://github.com/meta-llama/llama-recipes"
