"""The choice that a label leaves: of `A OR B`, the licensee takes the one that serves best, and the report says which.

The choice is made before the audit, so that everything after it sees one way only. A pass under one alternative is a pass,
since whoever takes the model may take it under that one; a fail needs all of them to fail.
"""

from __future__ import annotations

from licensecheck.catalog.binding import BoundModel
from licensecheck.catalog.issues import license_choice
from licensecheck.engine.audit import model_report
from licensecheck.engine.context import Context


def chosen(model: BoundModel, context: Context) -> BoundModel:
    """The model under the alternative with the mildest verdict, the first one where several are as mild."""
    if not model.ways:
        return model
    # what was presumed for an alternative that is not taken is nobody's business
    aside = context._replace(presumed=set())
    verdicts = {way: model_report(under(model, way), aside).verdict for way in model.ways}
    taken = min(model.ways, key=lambda way: verdicts[way])
    others = tuple((way, verdict.word) for way, verdict in verdicts.items() if way != taken)
    found = under(model, taken)
    # recorded, so that whoever binds the model again, for another day, takes the same one
    use = model.use._replace(license_choice=taken)
    return found._replace(use=use, issues=(license_choice(model.use, taken, others), *found.issues))


def under(model: BoundModel, way: str) -> BoundModel:
    """The model as if one alternative alone had been offered."""
    bindings = tuple(each._replace(ways=()) for each in model.bindings if not each.ways or way in each.ways)
    issues = tuple(each._replace(ways=()) for each in model.issues if not each.ways or way in each.ways)
    return model._replace(bindings=bindings, issues=issues, ways=())
