"""An adopted reading is never the milder one."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.engine.prove.cells import Cells
from licensecheck.engine.prove.states import state_of
from licensecheck.engine.prove.words import value_told, witness
from licensecheck.engine.world import World
from licensecheck.policy.model import Policy, reading_definition


def milder_readings(policy: Policy, cells: Cells, world: World) -> Iterator[str]:
    """An adopted reading under which a fully known case passes that another reading would fail."""
    adopted = {f"reading.{reading.id}": reading for reading in policy.readings if reading.adopted}
    space = cells.space
    for index, variable in enumerate(space.variables):
        reading = adopted.get(variable.fact)
        if reading is None:
            continue
        yes_no = reading_definition(reading).type == "yes_no"
        mine = state_of(variable, reading.adopted == "yes" if yes_no else reading.adopted, world)
        for place, state in enumerate(variable.states):
            if not state.known or place == mine:
                continue
            worse = space.moved(cells.fails & space.known, index, place, mine) & cells.holds
            if worse:
                said = witness(space, worse, world, (index,))
                yield f"the adopted reading makes it pass {said}; read as `{value_told(state.value)}` it is fail"
                break
