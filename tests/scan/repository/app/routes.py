from flask import Flask

app = Flask(__name__)
NAMES = ("openai/resources/chat", "google/uuid", "microsoft/go-winio", "application/json")
ICONS = {"openai": "icons/openai.svg", "mistral": "icons/mistral.svg"}
PLACEHOLDER = "org/model"
MODEL_PATH = "path/to/model"
HINT = "<MODEL>"
STYLE = "text/html"
DAY = "2024/05/13"
model_type = "llama"
architectures = ["LlamaForCausalLM", "Qwen2ForCausalLM", "MistralForCausalLM"]
template = "llama-2"
GLOB = "gpt-*"
PREFIXES = ("gpt-", "claude-", "gemini-")
user_model = "auth.User"
data_model = "blog/post"
