import { anthropic } from "@ai-sdk/anthropic";
import { openai } from "@ai-sdk/openai";
import { generateText, streamText } from "ai";

const DEFAULT_MODEL = "gpt-4.1";
export const answer = (prompt: string) => streamText({ model: openai("gpt-4o-mini"), prompt });
export const slow = (prompt: string) => generateText({ model: anthropic('claude-3-7-sonnet-20250219'), prompt });
const model = process.env.CHAT_MODEL ?? "claude-sonnet-4-5";
const embed = process.env.EMBED_MODEL || 'text-embedding-3-large';
export async function gateway(prompt: string) {
  return generateText({ model: "openai/gpt-5-mini", prompt });
}
// const old = "gpt-4-0613";
if (model.startsWith("gpt-") || model === "gpt-4") {
  console.log("GPT-4 family");
}
const isClaude = model.includes("claude-3");
export const client = await sdk.chat.completions.create({
  model: "gpt-4o-2024-11-20",
  messages: [{ role: "system", content: "You are gpt-4o" }],
});
