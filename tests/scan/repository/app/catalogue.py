from enum import Enum
from typing import Literal

PRICES = {
    "gpt-4o": (2.5, 10.0),
    "gpt-4o-mini": (0.15, 0.6),
    "claude-3-opus-20240229": (15.0, 75.0),
    "gemini-1.5-pro": (1.25, 5.0),
}
SUPPORTED_MODELS = ["deepseek-chat", "deepseek-reasoner"]
Choice = Literal["o3-mini", "gpt-5"]


class Model(Enum):
    SMALL = "claude-3-haiku-20240307"
    LARGE = "claude-opus-4-1-20250805"


def context(model):
    if model == "gpt-4-32k":
        return 32_768
    return 8_192
