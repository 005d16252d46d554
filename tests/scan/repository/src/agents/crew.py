from crewai import LLM, Agent
from pydantic_ai import Agent as Typed
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.llms.ollama import Ollama

llm = LLM(model="anthropic/claude-3-5-sonnet-20241022")
typed = Typed("openai:gpt-4o")
gem = Typed("google-gla:gemini-2.0-flash")
embed = HuggingFaceEmbedding(model_name="BAAI/bge-m3")
ollama = Ollama(model="mixtral:8x7b", request_timeout=60)
rerank = cohere.rerank(model="rerank-multilingual-v3.0", query="x")
grok = xai(model="grok-3-mini")
