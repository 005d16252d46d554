import json

import boto3

runtime = boto3.client("bedrock-runtime")
MODEL = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"


def invoke(body):
    return runtime.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))


def embed(text):
    return runtime.invoke_model(modelId="amazon.titan-embed-text-v2:0", body=text)


def llama(text):
    return runtime.converse(modelId=MODEL if text else "meta.llama3-1-8b-instruct-v1:0")


ARN = "arn:aws:bedrock:us-east-1::foundation-model/mistral.mistral-large-2402-v1:0"
HOST = "amazon.com"
PACKAGE = "google.protobuf"
