import vertexai
from google import genai
from vertexai.generative_models import GenerativeModel

client = genai.Client()
model = GenerativeModel("gemini-1.5-flash-002")
result = client.models.generate_content(model="gemini-2.0-flash", contents="hi")
vector = client.models.embed_content(model="models/text-embedding-004", contents="hi")
PATH = "projects/p/locations/us/publishers/google/models/gemini-1.5-pro-001"
MIME = "application/vnd.google.apps"
