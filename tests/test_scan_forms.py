"""The forms in which people write the models that run: one small file each, with what is found on which line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.scanned import scan_text, scanner

Wanted = list[tuple[int, str, str]]

ADDRESSES = [
    ("a.py", 'U = f"https://{host}/v1"\nM = f"arn:aws:bedrock:{region}::foundation-model/amazon.titan-embed-text-v2:0"\n',
     [(2, "amazon.titan-embed-text-v2:0", "live")]),
    ("a.ts", "f(`arn:aws:bedrock:${this.region}::foundation-model/anthropic.claude-v2`);\n", [(1, "anthropic.claude-v2", "live")]),
    ("c.yaml", "Resource:\n- !Sub arn:aws:bedrock:${AWS::Region}::foundation-model/anthropic.claude-v2\n", [(2, "anthropic.claude-v2", "live")]),
    ("m.tf", 'a = "arn:aws:bedrock:${var.region}::foundation-model/anthropic.claude-v2"\n', [(1, "anthropic.claude-v2", "live")]),
    ("m.tf", 'a = "arn:aws:bedrock:${var.region}::foundation-model/${var.model}"\n', []),
    ("a.py", 'u = "https://api-inference.huggingface.co/models/facebook/bart-large-mnli"\n', [(1, "facebook/bart-large-mnli", "live")]),
    ("a.sh", 'curl "https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-flash:generateContent?key=$K"\n',
     [(1, "gemini-1.5-flash", "live")]),
    ("a.js", 'new WebSocket("wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview-2024-10-01")\n',
     [(1, "gpt-4o-realtime-preview-2024-10-01", "live")]),
    ("p.yml", "get_url:\n  url: https://huggingface.co/Qwen/Qwen3-8B-GGUF/resolve/main/Qwen3-8B-Q4_K_M.gguf\n", [(2, "Qwen/Qwen3-8B", "live")]),
    ("j.yaml", 'env:\n- name: MODEL_PATH\n  value: "google/gemma/pax/2b-it/2"\n', [(3, "google/gemma-2b-it", "live")]),
    ("a.py", 'SIZES = {"base": "acme/whisper-base-GGUF", "x": "acme/whisper-base"}\n', [(1, "acme/whisper-base-GGUF", "live")]),
    ("p.yml", "docs:\n  url: https://huggingface.co/Qwen/Qwen3-8B\n", [(2, "Qwen/Qwen3-8B", "doc")]),
]  # fmt: skip

SPREAD = [
    ("a.yaml", "arguments: ['\n  accelerate launch\n  --model_name_or_path Qwen/Qwen3-8B\n  ']\n", [(3, "Qwen/Qwen3-8B", "live")]),
    ("a.yaml", 'args:\n  [\n    "pip install vllm && \\\n      vllm serve Qwen/Qwen3-8B \\\n      --port 1",\n  ]\n', [(4, "Qwen/Qwen3-8B", "live")]),
    ("a.yaml", "env: ['MODEL=gpt-4o']\n", [(1, "gpt-4o", "live")]),
    ("d.json", '{"env": ["MODEL=gpt-4o"]}\n', [(1, "gpt-4o", "live")]),
    ("c.yml", "environment:\n  MODEL: '/models/${NAME:-llama-2-7b-chat.Q4_K_M.gguf}'\n", [(2, "llama-2-7b-chat.Q4_K_M.gguf", "default")]),
    ("a.sh", 'export MODEL_NAME="llama-2-7b-chat.bin"\n', [(1, "llama-2-7b-chat.bin", "live")]),
    ("a.sh", 'export MODEL_NAME="pytorch_model.bin"\n', []),
    ("a.sh", "python t.py --dataset_mixer_list allenai/tulu-3-mix 1.0 allenai/olmo-2-mix 0.5 --model Qwen/Qwen3-8B\n", [(1, "Qwen/Qwen3-8B", "live")]),
    ("a.yaml", "hf_metadata_dataset: allenai/olmo-instruct-evals\n", []),
    ("c.yml", "command: generate.py --lora_weights 'tloen/alpaca-lora-7b'\n", [(1, "tloen/alpaca-lora-7b", "live")]),
]  # fmt: skip

IN_STRINGS = [
    ("a.go", 'body := []byte(`{"model": "gpt-4o", "n": 1}`)\n', [(1, "gpt-4o", "live")]),
    ("a.rs", 'let s = r#"{"model": "gpt-4o"}"#;\n', [(1, "gpt-4o", "live")]),
    ("A.java", 'String s = "{\\"model\\": \\"gpt-4o\\"}";\n', [(1, "gpt-4o", "live")]),
    ("A.java", 'String s = """\n    {"model": "gpt-4o"}\n    """;\n', [(2, "gpt-4o", "live")]),
    ("a.go", 'type C struct {\n\tModel string `env:"MODEL" envDefault:"gpt-4o"`\n}\n', [(2, "gpt-4o", "default")]),
    ("a.py", 'c = """\nmodels:\n- type: main\n  model: gpt-4o\n"""\nf(yaml=c)\n', [(4, "gpt-4o", "live")]),
    ("a.py", 'save(\n    f"ollama pull llama3.2\\n"\n    f"{x}\\n\\n\\nollama pull phi3\\n"\n    "model: gpt-4o\\n")\n',
     [(2, "meta-llama/Llama-3.2-3B-Instruct", "doc"), (4, "gpt-4o", "live"), (4, "phi3", "doc")]),
    ("appsettings.json", '{"chat": "Endpoint=https://x;Model=gpt-4o"}\n', [(1, "gpt-4o", "live")]),
    ("Dockerfile", "FROM x\nRUN python -c \"from transformers import pipeline as p; AutoModel.from_pretrained('gpt2')\"\n", [(2, "gpt2", "live")]),
    ("a.sh", "cat > Modelfile <<EOF\nFROM llama3.2:3b\nEOF\n", [(2, "meta-llama/Llama-3.2-3B-Instruct", "live")]),
    ("a.ipynb", '{"cells": [{"cell_type": "code", "source": ["%%writefile c.yaml\\n",\n"base_model: Qwen/Qwen3-8B\\n"]}]}\n', [(2, "Qwen/Qwen3-8B", "live")]),
    ("a.ps1", '$Model = "gpt-4o"\n$body = @{ model = "gpt-4o-mini" }\n', [(1, "gpt-4o", "live"), (2, "gpt-4o-mini", "live")]),
    ("justfile", 'model := env_var_or_default("MODEL", "gpt-4o")\n', [(1, "gpt-4o", "default")]),
    ("a.sh", 'M="${A_MODEL:-${B_MODEL:-gpt-4o}}"\n', [(1, "gpt-4o", "default")]),
    ("serverless.yml", "MODEL: ${env:MODEL, 'gpt-4o'}\n", [(1, "gpt-4o", "default")]),
    ("a.go", 'exec.Command("ollama", "pull", "phi3")\n', [(1, "phi3", "live")]),
    ("a.go", 'f.StringVar(&o.Model, "model", "codellama:7b", "which one")\n', [(1, "codellama:7b", "default")]),
    ("a.sh", 'for m in phi3 mistral; do ollama pull "$m"; done\n', [(1, "phi3", "live"), (1, "mistral", "live")]),
    ("t.py", 'monkeypatch.setenv("OLLAMA_CHAT_MODEL", "phi3")\n', [(1, "phi3", "live")]),
    ("a.js", 'this.model = process.env.STT_MODEL ?? "whisper-small";\n', [(1, "whisper-small", "default")]),
]  # fmt: skip

LISTS = [
    ("a.py", 'for m in ["gpt-4o", "gpt-4.1", "o3-mini", "o4-mini"]:\n    run(m)\n',
     [(1, "gpt-4o", "live"), (1, "gpt-4.1", "live"), (1, "o3-mini", "live"), (1, "o4-mini", "live")]),
    ("a.py", 'NAMES = ["gpt-4o", "gpt-4.1", "o3-mini", "o4-mini"]\nfor model in NAMES:\n    run(model)\n',
     [(1, "gpt-4o", "live"), (1, "gpt-4.1", "live"), (1, "o3-mini", "live"), (1, "o4-mini", "live")]),
    ("a.py", 'SUPPORTED_MODELS = ["gpt-4o", "gpt-4.1"]\nfor model in SUPPORTED_MODELS:\n    show(model)\n',
     [(1, "gpt-4o", "catalog"), (1, "gpt-4.1", "catalog")]),
    ("a.py", 'models_to_pull = ["gpt-4o", "gpt-4.1"]\n', [(1, "gpt-4o", "live"), (1, "gpt-4.1", "live")]),
    ("m.tf", 'models = ["anthropic.claude-v2", "amazon.nova-pro-v1:0"]\n', [(1, "anthropic.claude-v2", "live"), (1, "amazon.nova-pro-v1:0", "live")]),
    ("m.bicep", "@allowed(['gpt-4o', 'gpt-4.1'])\nparam m string\n", [(1, "gpt-4o", "catalog"), (1, "gpt-4.1", "catalog")]),
    ("a.ts", 'z.enum(["gpt-4o", "gpt-4.1"])\n', [(1, "gpt-4o", "catalog"), (1, "gpt-4.1", "catalog")]),
    ("a.tsx", '<option value="gpt-4o">x</option>\n', [(1, "gpt-4o", "catalog")]),
    ("v.yaml", "models:\n# - llama3.1\n# - mistral:7b\n", [(2, "llama3.1", "comment"), (3, "mistral:7b", "comment")]),
    ("a.py", 'm = MODEL_MAP[os.getenv("M") or "all-MiniLM-L6-v2"]\n', [(1, "all-MiniLM-L6-v2", "default")]),
    ("Makefile", "MODELS = gpt-4o gpt-4.1\n", [(1, "gpt-4o", "live"), (1, "gpt-4.1", "live")]),
]  # fmt: skip

CONSTANTS = [
    ("A.java", "import static x.ChatModelName.GPT_4_O_MINI;\nm.modelName(GPT_4_O_MINI)\n", [(2, "gpt-4o-mini", "live")]),
    ("A.swift", "let q = ChatQuery(messages: m, model: .gpt4_o)\n", [(1, "gpt-4o", "live")]),
    ("A.java", "o.withModel(OllamaModel.LLAMA3_1);\n", [(1, "meta-llama/Llama-3.1-8B-Instruct", "live")]),
    ("a.ts", "bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_V2\n", [(1, "anthropic.claude-v2", "live")]),
    ("A.java", "return new AllMiniLmL6V2EmbeddingModel();\n", [(1, "sentence-transformers/all-MiniLM-L6-v2", "live")]),
    ("A.java", "return new OpenAiEmbeddingModel();\n", []),
    ("A.java", 'static final String LLAMA_3_1 = "llama3.1";\n', [(1, "llama3.1", "live")]),
]  # fmt: skip

CLASSES = [
    ("a.rs", 'match kind {\n    "ollama/embedding" => make(),\n}\n', []),
    ("evals/run.py", 'MODEL = "gpt-4o"\n', [(1, "gpt-4o", "live")]),
    (".github/workflows/a.yml", "env:\n  MODEL: gpt-4o\n", [(2, "gpt-4o", "test")]),
    (".github/docker/Dockerfile", "ENV MODEL=gpt-4o\n", [(1, "gpt-4o", "live")]),
    ("a.rs", 'let model = "gpt-4o";\n#[cfg(test)]\nmod tests {\n    let model = "gpt-4.1";\n}\n', [(1, "gpt-4o", "live"), (4, "gpt-4.1", "test")]),
    ("a.py", 'snapshot_download("acme/answers-2", repo_type="dataset")\n', []),
    ("a.js", 'class DeepSeekLLM {\n  limit() { return MAP.get("deepseek", this.model); }\n}\n', []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wanted"), [*ADDRESSES, *SPREAD, *IN_STRINGS, *LISTS, *CONSTANTS, *CLASSES])
def test_what_is_found(tmp_path: Path, name: str, text: str, wanted: Wanted) -> None:
    """By its id, or by the text where the catalog names several makers; the plain way finds the same."""
    found = scan_text(tmp_path, name, text)
    assert [(each.line, model, each.kind) for each, (_, model, _) in zip(found, wanted, strict=True)] == wanted
    assert all(model in (each.id, each.text) or model in each.text for each, (_, model, _) in zip(found, wanted, strict=True))
    assert scanner(None, True).scan(os.fspath(tmp_path)).references == found
