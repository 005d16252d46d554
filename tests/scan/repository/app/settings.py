from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    chat_model: str = "mistral-large-latest"
    embedding_model: str = Field(default="mistral-embed", description="The model for vectors")
    rerank_model_id: str = Field("cohere.rerank-v3-5:0")
    model_provider: str = "mistral"
    model_dir: str = "/models/llama"
    model_max_length: int = 8192
    chat_format: str = "llama-2"
    tool_call_parser: str = "hermes"
    local_model: str = "Qwen/Qwen2.5-7B-Instruct"
    vision_model: str | None = "gemini-2.5-flash"
