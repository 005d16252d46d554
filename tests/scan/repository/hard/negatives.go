package negatives

import (
	"github.com/Microsoft/go-winio"
	"github.com/google/uuid"
	openai "github.com/sashabaranov/go-openai"
)

var image = "ghcr.io/ggerganov/llama.cpp:server"
var mime = "application/x-llama-3"
var docs = "https://docs.mistral.ai/models/llama-3"
var repo = "mistralai/client-python"
var day = "2024-07-18"
var parser = "llama3_json"
