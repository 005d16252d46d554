import llama_cpp
from mistralai.client import MistralClient
from langchain.prompts import hub

prompt = hub.pull("hwchase17/openai-functions-agent")
encoding = tiktoken.encoding_for_model("gpt-4o")
chat_format = "llama-3"
if any(model.startswith(p) for p in ("gpt-4", "o1-")):
    pass
assert model != "gpt-4"
headers = {"content-type": "application/json", "accept": "text/event-stream"}
logger.info("using gpt-4o")
raise ValueError("gpt-4o is not supported")
