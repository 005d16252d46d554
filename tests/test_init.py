"""`licensecheck init`: a scan and a few answers become a deploy.yaml, which later only grows."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import click
import pytest
from command import run
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from licensecheck.catalog.corpus import load_corpus, source_folders
from licensecheck.cli import init
from licensecheck.engine.findings import Question
from licensecheck.evidence.propose import Proposal, proposals
from licensecheck.facts.deployment import Base
from licensecheck.report.first import first_file
from licensecheck.report.updated import updated_file, written
from licensecheck.scan.publish import Publishing
from licensecheck.source.diagnostic import InputError
from licensecheck.source.nodes import parse, plain
from licensecheck.source.text import Text

CODE = """from transformers import AutoModelForCausalLM
a = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.1-8B-Instruct")
b = AutoModelForCausalLM.from_pretrained("acme/legal-7b")
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def started(folder: Path, *options: str) -> tuple[int, str, str]:
    done = run("init", *options, folder=folder)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


# the first file ------------------------------------------------------------------------------------------------------
def test_the_file() -> None:
    models = (
        Proposal("acme/x", ("app.py:1",), known=False),
        Proposal("gpt-4o", tuple(f"app.py:{line}" for line in range(1, 6)), channel="bedrock"),
        Proposal("llama3.1:8b", ("app.py:1",)),
        Proposal(
            "tuned", (), "models/tuned", "", (Base("a/b", "adapter"),), (), ("weights",), ("its files claim mit (README.md:2)",)
        ),
        Proposal("acme/out", ("t.py:3 publishes it",), bases=(Base("a/b", "fine_tune"),), distribution=("weights",)),
        Proposal("true", ("app.py:9",)),
    )
    answers = {"organization.country": "KR", "deployment.uses": "[]", "model.distribution": "[]"}
    assert first_file(models, answers, ()).split("version: 1\n\n")[1] == (
        "organization:\n  country: KR\n"
        "deployment:\n  uses: []\n  defaults:  # for every model; each may say otherwise\n    distribution: []\n"
        "models:\n"
        "  # app.py:1\n  - id: acme/x\n"
        "    # base: [{id: , relation: fine_tune}]  # no catalog has this model: name its parent, or its `license`\n"
        "  # app.py:1, app.py:2, app.py:3 and 2 more\n  - id: gpt-4o\n    channel: bedrock\n"
        '  # app.py:1\n  - id: "llama3.1:8b"\n'
        "  # its files claim mit (README.md:2)\n  - id: tuned\n    path: models/tuned\n    base: [{id: a/b, relation: adapter}]\n"
        "    # distribution: [weights]  # its weights lie in the repository: does anybody outside receive it? (`[]` for nobody)\n"
        "  # t.py:3 publishes it\n  - id: acme/out\n    base: [{id: a/b, relation: fine_tune}]\n    distribution: [weights]\n"
        '  # app.py:9\n  - id: "true"\n'
    )


def test_from_a_repository_to_a_file_that_is_judged(repository: Path) -> None:
    code, out, err = started(repository, "--answer", "organization.country=KR", "--answer", "model.distribution=[]")
    assert (code, err) == (0, "")
    assert out.startswith("wrote deploy.yaml: 2 models, unknown, ")
    text = (repository / "deploy.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=deploy.schema.json\n")
    assert "organization:\n  country: KR\n" in text
    assert "  - id: meta-llama/Llama-3.1-8B-Instruct\n" in text
    assert "  # organization" not in text
    assert "  # uses:  # " in text
    assert run("audit", folder=repository).returncode == 3
    assert [each.name for each in sorted(repository.iterdir())] == ["app.py", "deploy.yaml"]


def test_the_schema_for_editors(repository: Path) -> None:
    assert started(repository, "--yes", "--schema")[0] == 0
    lines = (repository / "deploy.schema.json").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0]) == json.loads(run("schema", folder=repository).stdout)
    assert run("schema", "--output", "again.json", folder=repository).stdout == b""
    assert (repository / "again.json").read_bytes() == (repository / "deploy.schema.json").read_bytes()
    assert run("schema", "--output", "no/where.json", folder=repository).returncode == 2


def test_a_file_that_is_there_stays(repository: Path) -> None:
    (repository / "deploy.yaml").write_text("# mine\n", encoding="utf-8")
    code, out, err = started(repository, "--yes")
    assert (code, out) == (2, "")
    assert err.strip().splitlines() == [
        "error[file-exists]: `deploy.yaml` is there already, and stays as it is",
        "  = help: add what is new with `--update`, or write over it with `--force`",
    ]
    assert (repository / "deploy.yaml").read_text(encoding="utf-8") == "# mine\n"
    assert started(repository, "--yes", "--force", "--update")[0] == 2
    assert started(repository, "--yes", "--force")[0] == 0
    assert "# mine" not in (repository / "deploy.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("organization.contry=KR", "`organization.contry=KR` answers no question"),
        ("use.consent=yes", "`use.consent=yes` answers no question"),
        ("organization.country", "`organization.country` gives no value"),
        ("organization.country=Narnia", "`Narnia` is no country"),
        ("organization.country=KR\nmodels: []", "gives no value"),
    ],
)
def test_what_is_no_answer(repository: Path, answer: str, message: str) -> None:
    code, _, err = started(repository, "--answer", answer)
    assert code == 2
    assert message in err.splitlines()[0]
    assert not (repository / "deploy.yaml").exists()


def test_nothing_to_declare(tmp_path: Path) -> None:
    code, _, err = started(tmp_path)
    assert (code, err.splitlines()[0]) == (2, "error[no-models]: no model in use was found below `.`")
    assert started(tmp_path, "nowhere")[0] == 2


def test_the_dialogue_asks_until_nothing_is_open(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = (Proposal("meta-llama/Llama-3.1-8B-Instruct"),)
    draft = init._Draft("deploy.yaml", load_corpus(), lambda answers, open_ones: first_file(found, answers, open_ones))
    draft.passed = {"deployment.regions"}
    asked: list[str] = []
    said = {
        "deployment.uses": "[]",
        "model.distribution": "[]",
        "organization.country": "KR",
        "organization.monthly_active_users": "5",
    }

    def prompt(words: str, **_: object) -> str:
        fact = words.rpartition("\n  ")[2]
        asked.append(fact)
        # the first answer to a question is wrong, and is asked for again
        return "[" if asked.count(fact) == 1 and fact in said else said.get(fact, "")

    monkeypatch.setattr(click, "prompt", prompt)
    report = init._dialogue(draft)
    assert set(draft.answers) <= set(said)
    assert draft.answers
    assert len(asked) <= init.MOST_QUESTIONS
    assert "deployment.regions" not in asked
    assert "this is not YAML" in capsys.readouterr().out
    assert {question.fact for question in draft.asked(report.questions)} <= {*asked, "deployment.regions"}


# what is read --------------------------------------------------------------------------------------------------------
CARD = "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-3.1-8B\n---\n"
ADAPTER = '{"base_model_name_or_path": "meta-llama/Llama-3.1-8B"}'


def gguf(**entries: str) -> bytes:
    def text(words: str) -> bytes:
        return struct.pack("<Q", len(words)) + words.encode()

    found = b"".join(text(f"general.{key}") + struct.pack("<I", 8) + text(value) for key, value in entries.items())
    count = text("general.base_model.count") + struct.pack("<II", 4, 1)
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(entries) + 1) + found + count + bytes(32)


def proposed(folder: Path, **files: str | bytes) -> dict[str, Proposal]:
    """What the tool would declare for a tree; `__` in a name stands for a slash and `_dot_` for a dot."""
    from licensecheck.api import scan

    for name, words in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(words.encode() if isinstance(words, str) else words)
    found = proposals(str(folder), str(folder / "deploy.yaml"), scan(str(folder)), load_corpus(), source_folders()[1])
    return {each.id: each for each in found}


def brief(proposal: Proposal) -> tuple[str, list[tuple[str, str]], tuple[str, ...], tuple[str, ...]]:
    return proposal.path, [(base.id, base.relation) for base in proposal.bases], proposal.distribution, proposal.handed


def test_folders_are_models_with_their_parents(tmp_path: Path) -> None:
    data = gguf(**{"base_model.0.repo_url": "https://huggingface.co/meta-llama/Llama-3.1-8B"})
    found = proposed(
        tmp_path,
        models__legal__README_dot_md=CARD,
        models__lora__adapter_config_dot_json=ADAPTER,
        models__lora__adapter_model_dot_safetensors=b"x",
        models__lora__checkpoint__adapter_config_dot_json=ADAPTER,
        models__small_dot_gguf=data,
        tests__fixture__README_dot_md=CARD,
        docs__README_dot_md="# no card\n",
    )
    llama = "meta-llama/Llama-3.1-8B"
    assert {name: brief(each) for name, each in found.items() if each.path} == {
        "legal": ("models/legal", [(llama, "fine_tune")], (), ()),
        "lora": ("models/lora", [(llama, "adapter")], (), ("weights",)),
        "small": ("models/small.gguf", [(llama, "quantized")], (), ("weights",)),
    }
    assert found["legal"].remarks == ("its files claim the license apache-2.0 (models/legal/README.md:2)",)


def test_a_parent_in_another_folder_is_left_to_the_audit(tmp_path: Path) -> None:
    found = proposed(
        tmp_path, models__a__adapter_config_dot_json='{"base_model_name_or_path": "../b"}', models__b__README_dot_md=CARD
    )
    assert brief(found["a"]) == ("models/a", [], (), ())
    assert found["a"].remarks == ("adapter of ../b (models/a/adapter_config.json:1)",)


def test_a_downloaded_model_has_its_own_id_and_two_of_one_name_are_told_apart(tmp_path: Path) -> None:
    found = proposed(
        tmp_path,
        x__out__README_dot_md=CARD,
        y__out__README_dot_md=CARD,
        z__Mistral_dot_7B__config_dot_json="{}",
    )
    assert sorted(found) == ["out", "y/out"]
    (tmp_path / "w" / "Mistral-7B-v0.1").mkdir(parents=True)
    found = proposed(tmp_path, **{"w__Mistral-7B-v0_dot_1__config_dot_json": '{"architectures": ["MistralForCausalLM"]}'})
    assert brief(found["mistralai/Mistral-7B-v0.1"]) == ("w/Mistral-7B-v0.1", [], (), ())


def test_a_quantization_keeps_its_name_and_code_in_a_model_folder_counts(tmp_path: Path) -> None:
    found = proposed(
        tmp_path,
        README_dot_md=CARD,
        app_dot_py='AutoModel.from_pretrained("TheBloke/Llama-2-7B-Chat-GGUF")\nclient.chat.completions.create(model="gpt-4o")\n',
    )
    assert set(found) == {"TheBloke/Llama-2-7B-Chat-GGUF", "gpt-4o", tmp_path.name}
    assert found[tmp_path.name].path == "."


def test_what_is_trained_and_published_is_a_model_of_ones_own(tmp_path: Path) -> None:
    train = 'model = AutoModelForCausalLM.from_pretrained("mistralai/Mistral-7B-v0.1")\nTrainer(model=model).train()\n'
    found = proposed(tmp_path, train_dot_py=train + 'model.push_to_hub("acme/mail-7b")\n')
    assert {name: brief(each) for name, each in found.items()} == {
        "acme/mail-7b": ("", [("mistralai/Mistral-7B-v0.1", "fine_tune")], ("weights",), ())
    }
    assert found["acme/mail-7b"].places == ("train.py:3 publishes it",)
    # the base stays a model of its own where something else uses it too
    found = proposed(tmp_path, app_dot_py='AutoModelForCausalLM.from_pretrained("mistralai/Mistral-7B-v0.1")\n')
    assert set(found) == {"acme/mail-7b", "mistralai/Mistral-7B-v0.1"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("model.push_to_hub('acme/x')", [("acme/x", 1, "fine_tune")]),
        ("trainer.push_to_hub(\n  repo_id='acme/x')", [("acme/x", 2, "fine_tune")]),
        ("LoraConfig()\nmodel.push_to_hub('acme/x')", [("acme/x", 2, "adapter")]),
        ("LoraConfig()\nm.merge_and_unload().push_to_hub('acme/x')", [("acme/x", 2, "fine_tune")]),
        ("HfApi().upload_folder(folder_path='out', repo_id='acme/x')", [("acme/x", 1, "fine_tune")]),
        ("api.upload_folder(folder_path='out', repo_id='acme/x', repo_type='model')", [("acme/x", 1, "fine_tune")]),
        ("hub_model_id: acme/x\nadapter: lora\n", [("acme/x", 1, "adapter")]),
        ("args = Args(hub_model_id='acme/x', push_to_hub=True)", [("acme/x", 1, "fine_tune")]),
        ("run --hub_model_id acme/x", [("acme/x", 1, "fine_tune")]),
        ("hf upload acme/x ./out .\nhf upload acme/x b", [("acme/x", 1, "fine_tune")]),
        ("ollama push acme/x", [("acme/x", 1, "fine_tune")]),
        ("dataset.push_to_hub('acme/x')", []),
        ("tokenizer.push_to_hub('acme/x')", []),
        ("api.upload_folder(folder_path='out', repo_id='acme/x', repo_type='dataset')", []),
        ("model.push_to_hub(name)", []),
        ("push_to_hub=True", []),
        ("print('push_to_hub')\nload('acme/x')", []),
    ],
)
def test_what_publishes(tmp_path: Path, text: str, expected: list[tuple[str, int, str]]) -> None:
    (tmp_path / "f.py").write_text(text, encoding="utf-8")
    found = Publishing(source_folders()[1]).find(str(tmp_path), "f.py")
    assert [(each.id, each.line, each.relation) for each in found] == expected


def test_an_image_holds_what_is_copied_into_it(tmp_path: Path) -> None:
    docker = "FROM x\nCOPY --chown=a:b ./models/legal /m\nCOPY --from=y models /m\nCOPY . .\n"
    found = proposed(tmp_path, models__legal__README_dot_md=CARD, models__other__README_dot_md=CARD, Dockerfile=docker)
    assert (found["legal"].handed, found["other"].handed) == (("container_image",), ())
    assert found["legal"].remarks[-1] == "Dockerfile:2 copies it into an image"


# updates -------------------------------------------------------------------------------------------------------------
MINE = """\
# ours
version: 1
organization:
  country: KR  # by legal, 2026
deployment:
  uses: []
models:
  # the chat
  - id: meta-llama/Llama-3.1-8B-Instruct  # do not touch
    distribution: []

waivers: []
"""


def test_an_update_only_adds(repository: Path) -> None:
    deploy = repository / "deploy.yaml"
    deploy.write_bytes(b"\xef\xbb\xbf" + MINE.replace("\n", "\r\n").encode())
    code, out, err = started(repository, "--update", "--yes", "--answer", "organization.monthly_active_users=5")
    assert (code, err) == (0, "")
    assert out.startswith("updated deploy.yaml: 1 model and 1 answer added, unknown, ")
    text = deploy.read_bytes().decode()
    assert text.startswith("\ufeff# ours\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert text.removeprefix("\ufeff").replace("\r\n", "\n") == MINE.replace(
        "by legal, 2026\n", "by legal, 2026\n  monthly_active_users: 5\n"
    ).replace(
        "    distribution: []\n",
        "    distribution: []\n  # app.py:3\n  - id: acme/legal-7b\n"
        "    # base: [{id: , relation: fine_tune}]  # no catalog has this model: name its parent, or its `license`\n",
    )
    assert started(repository, "--update", "--yes") == (
        0,
        "deploy.yaml has every model that was found: unknown, 1 question open\n",
        "",
    )
    assert deploy.read_bytes().decode() == text


def test_questions_are_added_once_and_not_where_a_key_stands(repository: Path) -> None:
    deploy = repository / "deploy.yaml"
    deploy.write_text("version: 1\nmodels: [meta-llama/Llama-3.1-8B-Instruct]\n", encoding="utf-8")
    assert started(repository, "--update", "--yes")[0] == 0
    text = deploy.read_text(encoding="utf-8")
    assert text.splitlines()[-1] == 'models: [meta-llama/Llama-3.1-8B-Instruct, {id: "acme/legal-7b"}]'
    assert text.count("# country:") == text.count("# organization:") == text.count("# uses:") == 1
    assert started(repository, "--update", "--yes")[0] == 0
    assert deploy.read_text(encoding="utf-8") == text


def test_what_is_answered_is_not_answered_again(repository: Path) -> None:
    (repository / "deploy.yaml").write_text(MINE, encoding="utf-8")
    code, _, err = started(repository, "--update", "--yes", "--answer", "organization.country=FR")
    assert (code, err.splitlines()[:2]) == (
        2,
        ["error[answered-already]: `organization.country` is answered already", " --> deploy.yaml:4:12"],
    )
    assert (repository / "deploy.yaml").read_text(encoding="utf-8") == MINE


def test_a_file_with_faults_or_without_models(repository: Path) -> None:
    deploy = repository / "deploy.yaml"
    deploy.write_text("version: 1\nmodel: []\nmodels: [x]\n", encoding="utf-8")
    assert started(repository, "--update", "--yes")[0] == 2
    deploy.write_text("version: 1  # mine\norganization: {country: KR}", encoding="utf-8")
    assert started(repository, "--update", "--yes", "--answer", "organization.founded=2020-01-01")[0] == 0
    text = deploy.read_text(encoding="utf-8")
    assert "version: 1  # mine\norganization: {country: KR, founded: 2020-01-01}\n" in text
    assert text.count("- id:") == 2


NAMES = st.text("abc/-.:# '\"[]{}", min_size=1, max_size=8)
COMMENTS = st.sampled_from(["", "  # why", " # - id: x"])
LINES = st.sampled_from(["# remark", "", "  # deeper remark"])
FACTS = st.sampled_from(["country", "founded", "uses", "regions", "distribution"])


@st.composite
def files(draw: st.DrawFn) -> str:
    """Files as people write them: with comments, gaps, lists in lines or in brackets, and any order of parts."""
    parts = []
    if draw(st.booleans()):
        flow = draw(st.booleans())
        parts.append("organization: {country: KR}" if flow else f"organization:{draw(COMMENTS)}\n    country: KR{draw(COMMENTS)}")
    if draw(st.booleans()):
        parts.append(f"deployment:\n  uses: []{draw(COMMENTS)}\n  defaults:\n    received_as: direct_download\n  commercial: true")
    names = draw(st.lists(st.sampled_from(["a", "b/c", "'d'", '"e f"']), min_size=1, max_size=3, unique=True))
    if draw(st.booleans()):
        parts.append(f"models: [{', '.join(names)}]{draw(COMMENTS)}")
    else:
        indent = " " * draw(st.integers(0, 4))
        kinds = st.sampled_from(["- {0}", "- id: {0}\n{1}  license: mit", "- {{id: {0}}}", "-\n{1}  id: {0}\n{1}  base:"])
        items = [indent + draw(kinds).format(name, indent) + draw(COMMENTS) for name in names]
        parts.append("models:\n" + "\n".join(items))
    text = "\n".join(["version: 1", *[f"{draw(LINES)}\n{part}" for part in draw(st.permutations(parts))]]) + draw(
        st.sampled_from(["", "\n"])
    )
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def says(new: object, old: object) -> bool:
    """Whether a value says all that another one says."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(says(new[key], value) for key, value in old.items())
    if isinstance(old, list):
        return isinstance(new, list) and all(says(one, other) for one, other in zip(new, old, strict=False))
    return new == old


@settings(max_examples=300)
@drawn(files(), st.lists(NAMES, max_size=3, unique=True), st.dictionaries(FACTS, st.booleans(), max_size=4))
def test_after_an_update_old_lines_stand_in_order_and_all_that_was_said_is_said(
    text: str, names: list[str], facts: dict[str, bool]
) -> None:
    where = {"country": "organization", "founded": "organization", "distribution": "model"}
    full = {f"{where.get(name, 'deployment')}.{name}": answered for name, answered in facts.items()}
    answers = {name: "[]" for name, answered in full.items() if answered}
    asked = tuple(Question(name, "Why?", (), ()) for name, answered in full.items() if not answered)
    before = Text("deploy.yaml", text)
    found = tuple(Proposal(name, ("a.py:1",)) for name in names)
    root = parse(before)
    if any(written(root, name) for name in answers):
        with pytest.raises(InputError, match="is answered already"):
            updated_file(before, found, answers, asked)
        return
    after = updated_file(before, found, answers, asked)
    letters = iter(after)
    assert [letter for letter in text if letter not in letters] == []  # only insertions
    lines = iter(after.splitlines())
    flow = ("models: [", "organization: {")
    assert [line for line in text.splitlines() if not line.startswith(flow) and line not in lines] == []
    old, new = plain(parse(before)), plain(parse(Text("deploy.yaml", after)))
    assert says(new, old)
    ids = [each["id"] if isinstance(each, dict) else each for each in new["models"]]
    assert ids[len(old["models"]) :] == names
    for name in answers:
        part, _, key = name.partition(".")
        held = new["deployment"]["defaults"] if part == "model" else new[part]
        assert held[key] == []
    assert updated_file(Text("deploy.yaml", after), (), {}, asked) == after
