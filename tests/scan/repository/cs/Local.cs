var chat = new OllamaApiClient(new Uri(endpoint), "llama3.2");
var find = new OllamaApiClient(new Uri(endpoint), "all-minilm");
