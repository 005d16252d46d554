from dataclasses import dataclass, field

ROUTES = {
    "cheap": {"model": "gpt-5-nano", "provider": "openai"},
    "smart": {"model": "claude-opus-4-5", "provider": "anthropic"},
}
DEFAULT_CHAT_MODEL = "gemini-2.5-flash-lite"


@dataclass
class Agent:
    name: str = "agent"
    model: str = field(default="o4-mini")
    embedding: str = "voyage-3-large"


class Judge:
    def __init__(self, model_name="claude-3-7-sonnet-latest", retries=3):
        self.model_name = model_name
        self.backup_model = "gpt-4.1-nano"

    def pick(self, kind):
        model = "deepseek-reasoner" if kind == "math" else "deepseek-chat"
        return model or "gpt-4o" 
