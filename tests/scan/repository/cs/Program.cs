using Microsoft.SemanticKernel;

var builder = Kernel.CreateBuilder();
builder.AddOpenAIChatCompletion("gpt-4o", key);
builder.AddAzureOpenAIChatCompletion(deploymentName: "chat", endpoint: url, apiKey: key, modelId: "gpt-4-turbo");
