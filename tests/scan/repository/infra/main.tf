variable "model_id" {
  type    = string
  default = "anthropic.claude-3-sonnet-20240229-v1:0"
}

resource "azurerm_cognitive_deployment" "chat" {
  name = "chat"
  model {
    format  = "OpenAI"
    name    = "gpt-4o"
    version = "2024-08-06"
  }
}

resource "aws_lambda_function" "f" {
  environment {
    variables = {
      EMBEDDING_MODEL_ID = "amazon.titan-embed-text-v1"
      RUNTIME            = "python3.12"
    }
  }
}

resource "aws_iam_policy" "p" {
  resources = ["arn:aws:bedrock:*::foundation-model/meta.llama3-8b-instruct-v1:0"]
}
