"""What each key of deploy.yaml that is no fact means, with an example: for the schema, and so for editors."""

from __future__ import annotations

from typing import Any

Told = dict[str, tuple[str, Any]]

DEPLOYMENT: Told = {
    "name": ("Its name, for the report.", "support-assistant"),
    "defaults": ("Facts of models that hold for each of them unless it says otherwise.", {"distribution": []}),
}
MODEL: Told = {
    "id": (
        "The model, in any spelling: Hugging Face, Ollama, Bedrock, a common name.",
        "meta-llama/Llama-3.1-8B-Instruct",
    ),
    "as": ("A name, when one model appears twice.", "chat"),
    "revision": ("The commit or tag of the weights.", "0e9e39f249a16976918f6564b8830bc894c89659"),
    "path": (
        "A folder with the model, a file of weights, or an entry of the Hugging Face cache.",
        "models/legal-7b",
    ),
    "license": ("What the model card claims; an SPDX expression or a tag.", "Apache-2.0"),
    "license_choice": ("The license that was chosen where the label says OR.", "Apache-2.0"),
    "base": (
        "What the model was made from, with the relation to it.",
        [{"id": "meta-llama/Llama-3.1-8B", "relation": "fine_tune"}],
    ),
    "terms": ("Answers that one policy alone asks for.", {}),
    "evidence": ("What shows that duties are met: files, addresses, or statements of a person.", {"notice": ["NOTICE"]}),
    "outputs": ("What happens to the outputs of the model.", {"trains": []}),
}
BASE: Told = {
    "id": ("The parent, in any spelling.", "meta-llama/Llama-3.1-8B"),
    "relation": ("How the model came from it.", "fine_tune"),
}
AGREEMENT: Told = {
    "with": ("The licensor.", "Meta"),
    "covers": ("Policies, families or models; left out, it is not known what is covered.", ["llama-3.1-community"]),
    "lifts": ("The clauses that it lifts; left out, every one that such an agreement satisfies.", ["additional-commercial-terms"]),
    "replaces_terms": ("Whether it takes the place of the published terms.", True),
    "status": ("Where it stands; only a granted one lifts anything.", "granted"),
    "reference": ("Where it is filed.", "contract 2024-117"),
    "starts": ("Its first day.", "2024-08-01"),
    "expires": ("Its last day.", "2027-08-01"),
    "by": ("Who says so.", "J. Doe"),
    "on": ("When it was said.", "2026-10-01"),
}
READING: Told = {
    "policy": ("The policy whose text leaves the question open.", "llama-3.1-community"),
    "reading": ("The name of the question; `licensecheck explain` prints it.", "adapter-is-a-model"),
    "as": ("The answer.", False),
    "by": ("Who answered.", "J. Doe (counsel)"),
    "on": ("When.", "2026-10-01"),
    "reference": ("Where the answer is filed.", "memo 12"),
    "text": ("The hash of the text that was read; another text ends the answer.", "bf2eac60b81e5c5f"),
}
WAIVER: Told = {
    "clause": ("The finding that is accepted: policy/clause.", "llama-3.1-community/built-with-display"),
    "model": ("The model that it is accepted for.", "meta-llama/Llama-3.1-8B-Instruct"),
    "reason": ("Why.", "The about page goes live with release 2.4."),
    "approver": ("Who answers for it.", "J. Doe, open-source office"),
    "reference": ("Where it is filed.", "TICKET-17"),
    "seal": ("What it was granted on; printed with the finding.", "3f2a9c01b7de"),
    "on": ("When it was granted.", "2026-11-01"),
    "expires": ("Its last day.", "2027-01-31"),
    "while": ("The conditions that held when it was granted; written by `licensecheck waive`.", {}),
}
ACCEPTED: Told = {
    "model": ("The model as the scan names it.", "gpt-4o"),
    "in": ("The files in which it may stand; `*` stands for anything.", "benchmarks/*"),
    "reason": ("Why.", "a comparison, never deployed"),
    "approver": ("Who answers for it.", "J. Doe"),
    "on": ("When it was accepted.", "2026-11-01"),
    "expires": ("Its last day.", "2027-11-01"),
}
SAID: Told = {
    "value": ("The fact itself.", "KR"),
    "by": ("Who says so.", "J. Doe"),
    "on": ("When it was said.", "2026-10-01"),
    "source": ("Where it comes from.", "commercial register"),
}
BOUND: Told = {
    "at_most": ("It is this or less.", 900_000),
    "at_least": ("It is this or more.", 700_000_001),
    "between": ("It lies between these two.", [650_000_000, 750_000_000]),
}
ENTITIES: Told = {
    "own": ("Of the organization alone.", 3_000_000),
    "group": ("With what it controls by more than half; the default.", 1_200_000),
    "group_50": ("With what it holds half of, or more.", 1_200_000),
    "employer": ("Of the employer of a person.", 1_200_000),
}
EVIDENCE: Told = {
    "path": ("A file of the repository; it is read.", "docs/about.md"),
    "url": ("An address; it is not asked, and shows nothing by itself.", "https://example.com/about"),
    "attested": ("What a person states, or that it is so.", "Built with Llama"),
    "place": ("Where it stands.", "docs"),
    "by": ("Who says so.", "J. Doe"),
    "on": ("When it was said.", "2026-10-01"),
}


def whole(told: Told) -> dict[str, Any]:
    """A mapping with the example of every key."""
    return {key: example for key, (_, example) in told.items()}


ORGANIZATION: Told = {
    "name": ("Its name, for the report.", "Example GmbH"),
    "agreements": ("Agreements with licensors, which lift or replace terms until they expire.", [whole(AGREEMENT)]),
    "readings": ("Counsel's answers to questions that a license leaves open.", [whole(READING)]),
    "packs": ("The organization's own rules that are in force: names of shipped packs, or paths.", ["no-non-commercial"]),
}
FILE: Told = {
    "version": ("The version of the format.", 1),
    "extends": ("A file of the same repository whose organization holds here too; what this file says wins.", "../org.yaml"),
    "organization": ("Who deploys: a company with what it controls, or a person.", {"country": "KR"}),
    "deployment": ("What is deployed, for whom, and where; one model may say it otherwise.", {"commercial": True}),
    "models": ("Every model of the deployment: its id, or a mapping with the id.", ["meta-llama/Llama-3.1-8B-Instruct"]),
    "waivers": ("Findings that somebody signed for until a day, or files with such.", ["waivers.yaml"]),
    "accepted": ("Undeclared models that a scan finds and somebody accepts until a day.", [whole(ACCEPTED)]),
}
