"""The service.

    client = connect("gpt-4o-mini")
"""
import os
from openai import OpenAI
from anthropic import Anthropic

CHAT_MODEL = "gpt-4o-2024-08-06"
FALLBACK = "claude-3-5-haiku-20241022"
EMBED = os.getenv("EMBED_MODEL", "text-embedding-3-small")
RERANKER = os.environ.get("RERANK_MODEL", "BAAI/bge-reranker-v2-m3")
# formerly "gpt-4-turbo-2024-04-09"
client = OpenAI()


def answer(question: str, model: str = "gpt-4o") -> str:
    if model.startswith("gpt-4"):
        limit = 8
    if "claude" in model or model.startswith(("o1-", "o3-")):
        limit = 9
    return client.chat.completions.create(model=CHAT_MODEL, messages=[{"role": "user", "content": question}])


def slow(question):
    return Anthropic().messages.create(
        model="claude-sonnet-4-20250514",
        max_tokens=100,
        messages=[{"role": "user", "content": "You are GPT-4o, says the user of gpt-4."}],
    )


def moderate(text):
    return client.moderations.create(model="omni-moderation-latest", input=text)


def image(prompt):
    return client.images.generate(model="gpt-image-1", prompt=prompt)


def speech(data):
    return client.audio.transcriptions.create(model="whisper-1", file=data)
