import { Mistral } from "@mistralai/mistralai";

const chat = await client.chat.complete({ model: "mistral-small-2503", messages: [] });
const vectors = await client.embeddings.create({ model: "mistral-embed", inputs: [] });
const image = "ollama/ollama";
