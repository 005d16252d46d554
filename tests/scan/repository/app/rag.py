from langchain.chat_models import init_chat_model
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_ollama import ChatOllama
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from sentence_transformers import CrossEncoder, SentenceTransformer

embedder = SentenceTransformer("all-MiniLM-L6-v2")
cross = CrossEncoder("ms-marco-MiniLM-L-6-v2")
vectors = HuggingFaceEmbeddings(model_name="BAAI/bge-small-en-v1.5")
more = OpenAIEmbeddings(model="text-embedding-ada-002")
llm = init_chat_model("anthropic:claude-3-5-sonnet-latest")
fast = init_chat_model("gpt-4o-mini", model_provider="openai")
nested = init_chat_model("groq:openai/gpt-oss-20b")
local = ChatOllama(model="llama3.1")
small = ChatOllama("phi3")
chat = ChatOpenAI(model_name="gpt-3.5-turbo", temperature=0)
named = ChatOpenAI(model=os.environ["CHAT_MODEL"])
