export const MODELS = [
  { id: "gpt-4o", label: "GPT-4o", contextLength: 128000 },
  { id: "claude-3-5-sonnet-20241022", label: "Claude 3.5 Sonnet" },
  { id: "gemini-2.0-flash-001", label: "Gemini 2.0 Flash" },
  { id: "meta-llama/Llama-3.3-70B-Instruct", label: "Llama" },
];
export type ModelId = "gpt-4o" | "o3-mini";
