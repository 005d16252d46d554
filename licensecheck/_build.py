"""The build backend's hook: compiles policies and rules into the form that an installed package loads."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CorpusBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled corpus to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        from licensecheck.catalog.compile import STAMP, compile_corpus

        data = compile_corpus(os.path.join(self.root, "policies"), os.path.join(self.root, "rules"))
        handle, path = tempfile.mkstemp(suffix=".bin")
        with os.fdopen(handle, "wb") as file:
            # an installed package does not look at the YAML, so the stamp stays empty
            file.write(data + bytes(STAMP))
        build_data["force_include"][path] = "licensecheck/_corpus/corpus.bin"
