import { pipeline } from "@xenova/transformers";

const extractor = await pipeline("feature-extraction", "Xenova/all-MiniLM-L6-v2");
const whisper = await pipeline('automatic-speech-recognition', 'onnx-community/whisper-base');
const response = await fetch("http://localhost:11434/api/chat", {
  body: JSON.stringify({ model: "llama3.2:3b", stream: false }),
});
const type = "application/json";
const path = "openai/resources/chat";
