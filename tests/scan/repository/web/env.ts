import { z } from "zod";

export const env = z.object({
  OPENAI_MODEL: z.string().default("gpt-4.1-mini"),
  EMBEDDING_MODEL: z.string().default("BAAI/bge-m3"),
  LOG_LEVEL: z.string().default("info"),
});
