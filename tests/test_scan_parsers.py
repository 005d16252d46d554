"""Parsers: what each kind of file gives, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from scanned import scan_text, scan_tree

FOUND = [
    ("a.py", 'import os\nm = os.getenv("MODEL", "gpt-4o")\n', [(2, "gpt-4o", "default")]),
    ("a.py", 'NAME = "acme/reader-7b"\nf = AutoModel.from_pretrained(NAME)\n', [(1, "acme/reader-7b", "live")]),
    ("a.py", 'def f(model="claude-2.1"): pass\n', [(1, "claude-2.1", "default")]),
    ("a.py", 'x = {"model": "gpt-4o", "n": 1}\n', [(1, "gpt-4o", "live")]),
    ("a.py", 'llm = f"openai/{name}"\nif name == "gpt-4o" or "gpt-4" in name: pass\n', []),
    ("a.py", 'run(["vllm", "serve", "Qwen/Qwen3-8B", "--model", "x"])\n', [(1, "Qwen/Qwen3-8B", "live")]),
    ("a.py", 'é = "é"; llm = Chat("é", model="gpt-4o")\n', [(1, "gpt-4o", "live")]),
    ("a.py", 'print "old"\nmodel = "gpt-4o"\n', [(2, "gpt-4o", "live")]),
    ("a.ts", 'const m = process.env.MODEL ?? "gpt-4o";\n', [(1, "gpt-4o", "default")]),
    ("a.ts", 'run({ draftModel: "google/gemma-2-2b-it" });\n', [(1, "google/gemma-2-2b-it", "draft")]),
    ("a.ts", 'import x from "openai/gpt-4o";\nif (m === "gpt-4o") {}\n', []),
    ("a.yaml", "model: Qwen/Qwen3-8B # big\n", [(1, "Qwen/Qwen3-8B", "live")]),
    ("a.yaml", "env:\n  - name: MODEL_ID\n    value: gpt-4o\n", [(3, "gpt-4o", "live")]),
    ("a.yaml", "args:\n- --model\n- Qwen/Qwen3-8B\n- --tool-call-parser\n- hermes\n", [(3, "Qwen/Qwen3-8B", "live")]),
    ("a.yaml", "a: &x\n  model: !!str gpt-4o\n--- \nmodel: 'gpt-4o'\n", [(2, "gpt-4o", "live"), (4, "gpt-4o", "live")]),
    ("a.yaml", "name: llama-3-8b\nimage: nvidia/cuda:12\nmodel_type: qwen2\n", []),
    ("a.yaml", "datasets:\n  - path: teknium/OpenHermes-2.5\n", []),
    ("a.json", '{"a": {"model": "gpt-4o"}, "b": ["--model", "Qwen/Qwen3-8B"]}', [(1, "gpt-4o", "live"), (1, "Qwen/Qwen3-8B", "live")]),
    ("a.toml", '[llm]\nmodel = "gpt-4o"\nmodels_dir = "llama"\n', [(2, "gpt-4o", "live")]),
    (".env", "export OPENAI_MODEL='gpt-4o' # cheap\nMODEL_PROVIDER=openai\n", [(1, "gpt-4o", "live")]),
    ("a.properties", "a.model=${M:gpt-4o}\n", [(1, "gpt-4o", "default")]),
    ("Dockerfile", "ARG MODEL=Qwen/Qwen3-8B\nCMD [\"--model\", \"gpt2\"]\n", [(1, "Qwen/Qwen3-8B", "default"), (2, "openai-community/gpt2", "live")]),
    ("Modelfile", "FROM phi3\nFROM ./x.gguf\n", [(1, "microsoft/Phi-3-mini-4k-instruct", "live")]),
    ("a.sh", 'ollama pull phi3\nollama list\ngit commit -m "gpt-4o"\n', [(1, "microsoft/Phi-3-mini-4k-instruct", "live")]),
    ("a.sh", "x --model \\\n  Qwen/Qwen3-8B\n", [(2, "Qwen/Qwen3-8B", "live")]),
    ("main.tf", 'model {\n  name = "gpt-4o"\n}\n', [(2, "gpt-4o", "live")]),
    ("a.bicep", "param modelName string = 'gpt-4o'\n", [(1, "gpt-4o", "default")]),
    ("a.go", 'const Model = "gpt-4o"\nvar p = strings.HasPrefix(m, "gpt-4o")\n', [(1, "gpt-4o", "live")]),
    ("README.md", "Use GPT-4o.\n\n```sh\nollama pull qwen3:8b\n```\n", [(4, "Qwen/Qwen3-8B", "doc")]),
    ("README.md", "---\nbase_model: Qwen/Qwen3-8B\n---\n", [(2, "Qwen/Qwen3-8B", "train")]),
    ("a.yaml", "# model: Qwen/Qwen3-8B\n", [(1, "Qwen/Qwen3-8B", "comment")]),
    ("tests/a.py", 'm = f(model="gpt-4o")\n', [(1, "gpt-4o", "test")]),
    ("examples/a.py", 'm = f(model="gpt-4o")\n', [(1, "gpt-4o", "example")]),
    ("main.parameters.json", '{"model": {"value": "${CHAT_MODEL=gpt-4o}"}}', [(1, "gpt-4o", "default")]),
    ("a.properties", "%dev.chat-model.model-id=mistral:7b\n", [(1, "mistralai/Mistral-7B-Instruct-v0.3", "live")]),
    (".env", "LOCAL_MODEL_EMBEDDINGS=nomic-embed-text\n", [(1, "nomic-ai/nomic-embed-text-v1.5", "live")]),
    ("a.sh", "if ! /bin/ollama pull qwen3:8b; then\n", [(1, "Qwen/Qwen3-8B", "live")]),
    ("values.yaml", "catalog:\n  big:\n    url: hf://Qwen/Qwen3-8B\n", [(3, "Qwen/Qwen3-8B", "catalog")]),
    ("a.ts", 'const FALCON_MODEL_ID = "acme/Reader";\nconst ENDPOINT_NAME = "meta-llama-2-13b-chat";\n', [(1, "acme/Reader", "live")]),
    ("a.yaml", "model: teknium/OpenHermes-2.5-Mistral-7B\n", [(1, "teknium/OpenHermes-2.5-Mistral-7B", "live")]),
    ("a.py", 'x = 1\n"""\n{"model": "gpt-4o"}\n"""\n', [(3, "gpt-4o", "doc")]),
    ("README.md", "Speech goes through `microsoft/phi-4`.\n", [(1, "microsoft/phi-4", "doc")]),
    ("README.md", "Set the field. Example: `gpt-4o`.\n", [(1, "gpt-4o", "doc")]),
    ("a.ts", 'const m = { id: "gpt-4.1", name: "GPT-4.1" };\n', [(1, "gpt-4.1", "live")]),
    ("a.ts", 'const type = "application/json-7b";\nconst model = "image/png-7b";\n', []),
    ("a.rs", 'let api = Api::new(Repo::model("acme/reader-7b"));\n', [(1, "acme/reader-7b", "live")]),
    ("a.py", "trainer = SFTTrainer(model='Qwen/Qwen3-8B')\n", [(1, "Qwen/Qwen3-8B", "train")]),
    # names that a team gave: of what serves, below labels, beside an address of weights
    ("a.yaml", "model: llama-3-8b-prefill\nlabels:\n  model: llama3\n", []),
    ("a.yaml", "modelSpec:\n- name: llama3\n  modelURL: Qwen/Qwen3-8B\nbaseModel: llama3\n", [(3, "Qwen/Qwen3-8B", "live")]),
    (
        "a.yaml",
        "model:\n  args:\n  - --model_name=bert\n  storageUri: hf://Qwen/Qwen3-8B\n---\nmodel: bert\n",
        [(4, "Qwen/Qwen3-8B", "live")],
    ),
    ("tests/cards/README.md", "---\nbase_model: Qwen/Qwen3-8B\n---\n", [(2, "Qwen/Qwen3-8B", "test")]),
    (".github/README.md", "# Card\n`Qwen/Qwen3-8B`\n", [(2, "Qwen/Qwen3-8B", "doc")]),
    # documents: blocks by their language, commands, names with a size and a version, products are none
    ("README.md", "```yaml\nenv:\n- name: MODEL_ID\n  value: acme/reader-7b\nx: gpt-4o\n```\n", [(4, "acme/reader-7b", "doc"), (5, "gpt-4o", "doc")]),
    ("a.yaml", "ollama:\n  models:\n    pull:\n    - mistral\n", [(4, "mistralai/Mistral-7B-Instruct-v0.3", "live")]),
    ("README.md", "```python\nllm = Chat(\n    model=\"gpt-4o\",  # not gpt-4o-mini\n)\n```\n", [(3, "gpt-4o", "doc"), (3, "gpt-4o-mini", "doc")]),
    ("README.md", "```\nvllm serve \\\n  acme/reader-7b\n$ llm -m gpt-4o 'hi'\n```\n", [(3, "acme/reader-7b", "doc"), (4, "gpt-4o", "doc")]),
    ("README.md", "Runs Qwen3-8B, like llama-7b, `GPT-4o` or gpt-4o-mini.\n", [(1, "Qwen/Qwen3-8B", "doc"), (1, "gpt-4o-mini", "doc")]),
    ("README.md", "[Qwen3-8B](https://huggingface.co/acme/Reader-Qwen3-8B)\n", [(1, "acme/Reader-Qwen3-8B", "doc")]),
    ("README.md", "[GPT-2](https://huggingface.co/gpt2), [all](https://huggingface.co/Qwen)\n", [(1, "openai-community/gpt2", "doc")]),
    ("README.md", "```\ncd acme/qwen3-8b\ndocker push $REGISTRY/qwen3-8b:1.0\n```\n", []),
    ("README.md", "```env\nMODELS=gpt-4o,gate/google/gemini-2.5-pro\n```\n", [(2, "gpt-4o", "doc"), (2, "gemini-2.5-pro", "doc")]),
    ("a.py", 'o = option("--m", help="such as Qwen/Qwen3-8B")\nsays("Run ollama pull qwen3:8b first")\n', [(1, "Qwen/Qwen3-8B", "doc"), (2, "Qwen/Qwen3-8B", "doc")]),
    ("a.ts", "console.error('  ollama pull qwen3:8b\\n' + 'x')\n", [(1, "Qwen/Qwen3-8B", "doc")]),
    # what names begin with, other spellings, keys of tables, entries that are taken
    ("a.py", 'ALLOWED_PREFIXES = ["gpt-4o"]\naliases = ["gpt-4o-mini"]\n', []),
    ("a.yaml", "models:\n  gpt-4o:\n    aliases: [gpt4]\n  llama-3.1-8b-l4:\n    minReplicas: 1\n", [(2, "gpt-4o", "catalog")]),
    ("a.py", 'MODELS = {"a": Config()}\nDEFAULT_MODEL = MODELS["gpt-4o"]\n', [(2, "gpt-4o", "default")]),
    ("a.py", 'def f(x: Annotated[str, Path(example="gpt-4o")]): pass\n', [(1, "gpt-4o", "example")]),
    ("a.template", "Parameters:\n  DefaultModelId:\n    Default: gpt-4o\n", [(3, "gpt-4o", "default")]),
    ("a.sh", 'DIR="${MODELS}/Qwen/Qwen3-8B"\n', [(1, "Qwen/Qwen3-8B", "live")]),
    ("a.yaml", "# repository: nvcr.io/nim/meta/llama3-8b-instruct\n", [(1, "meta-llama/Meta-Llama-3-8B-Instruct", "comment")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wanted"), FOUND)
def test_what_a_file_gives(tmp_path: Path, name: str, text: str, wanted: list[tuple[int, str, str]]) -> None:
    assert [(each.line, each.id, each.kind) for each in scan_text(tmp_path, name, text)] == wanted


def test_columns_are_those_of_the_text(tmp_path: Path) -> None:
    for name, text in [
        ("a.py", 'é = "é"; llm = Chat("é", model="gpt-4o")\n'),
        ("a.yaml", "model:   gpt-4o\n"),
        ("a.yml", "a: {model: 'gpt-4o'}\n"),
        ("a.json", '{"model": "gpt-4o"}\n'),
        ("a.ts", "x({ model: 'gpt-4o' })\n"),
        ("a.sh", "x --model=gpt-4o\n"),
        (".env", "MODEL='gpt-4o'\n"),
    ]:
        (tmp_path / name).write_text(text, encoding="utf-8")
    for each in scan_tree(tmp_path).references:
        line = (tmp_path / each.file).read_text(encoding="utf-8").split("\n")[each.line - 1]
        assert line[each.column - 1 :].startswith("gpt-4o"), (each, line)


def test_a_notebook_is_read_by_its_sources(tmp_path: Path) -> None:
    text = """{
 "cells": [
  {"cell_type": "code",
   "outputs": [{"text": ["model='gpt-4o'"]}],
   "source": [
    "NAME = 'Qwen/Qwen3-8B'\\n",
    "!ollama pull llama3.2:1b"
   ]},
  {"cell_type": "code", "source": "f(model=NAME)\\ng(model='gpt-4o')"}
 ]
}
"""
    found = scan_text(tmp_path, "a.ipynb", text)
    assert [(each.line, each.text) for each in found] == [(6, "Qwen/Qwen3-8B"), (7, "llama3.2:1b"), (9, "gpt-4o")]


def test_one_model_under_five_spellings_is_one_component(tmp_path: Path) -> None:
    found = scan_tree(
        tmp_path,
        a_dot_py='m = f(model="meta-llama/Llama-3.1-8B-Instruct")\n',
        b_dot_sh="ollama pull llama3.1:8b\nserve --model=meta-llama/llama-3.1-8b-instruct\n",
        c_dot_yaml="url: hf://meta-llama/Llama-3.1-8B-Instruct\nmodel: bartowski/Llama-3.1-8B-Instruct-GGUF\n",
        d_dot_tf='model_id = "meta.llama3-1-8b-instruct-v1:0"\n',
    )
    assert [component.id for component in found.components] == ["meta-llama/Llama-3.1-8B-Instruct"]
    assert len(found.components[0].references) == 6
    assert len({reference.text for reference in found.references}) >= 5


@pytest.mark.parametrize(
    ("name", "text", "alias", "model"),
    [
        ("c.yaml", "model_list:\n- model_name: chat\n  litellm_params:\n    model: openai/gpt-4o\n", "chat", "gpt-4o"),
        ("a.sh", "vllm serve Qwen/Qwen3-8B --served-model-name house\n", "house", ""),
        ("a.sh", "serve --model Qwen/Qwen3-8B --served-model-name house\n", "house", "Qwen/Qwen3-8B"),
        ("a.py", 'c = dict(model_id="my-llama", model_source="Qwen/Qwen3-8B")\n', "my-llama", "Qwen/Qwen3-8B"),
        ("k.yaml", "args:\n- --model_name=llama3\n- --model_id=Qwen/Qwen3-8B\n", "llama3", "Qwen/Qwen3-8B"),
        (".env", "AZURE_OPENAI_DEPLOYMENT=gpt-4o\n", "gpt-4o", "gpt-4o"),
        ("a.py", 'litellm.completion(model="azure/chat-eu")\n', "azure/chat-eu", ""),
    ],
)
def test_an_alias_is_linked_and_is_no_model(tmp_path: Path, name: str, text: str, alias: str, model: str) -> None:
    found = scan_tree(tmp_path, **{name.replace(".", "_dot_"): text})
    assert [(each.text, each.id) for each in found.aliases] == [(alias, model)]
    assert all(reference.text != alias for reference in found.references)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.sh", 'vllm serve --model "$MODEL"\n'),
        ("a.py", 'import os\nf(model=os.environ["MODEL"])\n'),
        ("a.py", 'import os\nf(model=os.getenv("MODEL"))\n'),
        ("c.yaml", "model: ${MODEL}\n"),
    ],
)
def test_what_is_known_at_run_time_only_is_said(tmp_path: Path, name: str, text: str) -> None:
    found = scan_tree(tmp_path, **{name.replace(".", "_dot_"): text})
    assert [each.text.strip("${}") for each in found.run_time] == ["MODEL"]
    assert found.references == ()


def test_a_variable_that_is_set_elsewhere_is_not_run_time(tmp_path: Path) -> None:
    found = scan_tree(tmp_path, a_dot_sh='serve --model "$MODEL"\n', _dot_env="MODEL=gpt-4o\n")
    assert found.run_time == ()
    assert [each.file for each in found.references] == [".env"]
