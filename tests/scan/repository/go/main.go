package main

import "github.com/openai/openai-go"

const defaultModel = "gpt-4o-mini"

func run() {
	resp := client.Create(Request{Model: "claude-3-opus-20240229", Max: 10})
	llm, _ := ollama.New(ollama.WithModel("llama3"))
	model := flag.String("model", "gemini-1.5-flash", "the model")
	if strings.HasPrefix(name, "gpt-4") {
		return
	}
}
