llm_model       = "gpt-4.1"
region          = "eu-west-1"
