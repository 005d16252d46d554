import thing from "openai/resources/chat";
import { x } from "@langchain/openai";
const icon = "/icons/gpt-4.svg";
const cls = "claude-3-button";
const route = "/v1/models/gpt";
const re = /gpt-4o/;
const label = t("models.gpt4");
switch (model) {
  case "gpt-4o":
    break;
}
