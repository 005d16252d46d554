"""Facts tried without editing the file: `organization.monthly_active_users=800000000`."""

from licensecheck.facts.deployment import Deployment
from licensecheck.facts.parse import Reader
from licensecheck.facts.places import Places
from licensecheck.facts.values import Fact
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.source.diagnostic import Faults, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import parse_value


def changed(deployment: Deployment, assignments: tuple[str, ...], vocabulary: Vocabulary, places: Places) -> Deployment:
    """The deployment with facts set to other values; a fact of a model, or that a model overrides, is set for every model.

    Raises InputError for a name that is no fact, or a value that is none of its values.
    """
    faults = Faults()
    reader = Reader(vocabulary, places, faults)
    for assignment in assignments:
        name, equals, written = assignment.partition("=")
        definition = vocabulary.facts.get(name.strip())
        if not equals or definition is None or not definition.of_deployment:
            near = did_you_mean(name, (each for each, found in vocabulary.facts.items() if found.of_deployment))
            help = near or "write `organization.monthly_active_users=800000000`"
            faults.add("unknown-fact", f"`{assignment}` sets no fact", help=help)
            continue
        try:
            node = parse_value(written, f"--set {name}")
        except InputError as error:
            faults.found += error.diagnostics
            continue
        if node is None:
            faults.add("wrong-type", f"`{assignment}` gives no value")
            continue
        fact = reader.fact(definition, node)._replace(span=None, said_by="set on the command line")
        deployment = deployment._replace(
            facts={**deployment.facts, definition.name: fact},
            models=tuple(
                model._replace(facts={**model.facts, definition.name: fact}) if _is_of(definition.name, model.facts) else model
                for model in deployment.models
            ),
        )
    faults.stop()
    return deployment


def _is_of(name: str, facts: dict[str, Fact]) -> bool:
    """Whether a model's own facts must be set too."""
    return name in facts or name.startswith(("model.", "evidence.", "outputs."))
