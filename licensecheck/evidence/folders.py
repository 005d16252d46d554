"""The folders that models name under `path`, and those that their files name as parents."""

from __future__ import annotations

import os

from licensecheck.catalog.texts import known_texts
from licensecheck.facts.deployment import Deployment, ModelUse
from licensecheck.folder.model import Folder, Found, Trouble, at
from licensecheck.folder.read import cache_entry, read_folder
from licensecheck.source.below import is_folder
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import tree_of

MOST_FOLDERS, DEEPEST = 200, 12
"""Bounds: folders of one deployment, and generations that are followed from folder to folder."""


def with_folders(deployment: Deployment) -> Deployment:
    """The deployment with the folders of its models read in."""
    if not any(model.path for model in deployment.models):
        return deployment
    reader = _Reader(deployment.file)
    return deployment._replace(models=tuple(reader.read(model) if model.path else model for model in deployment.models))


class _Reader:
    def __init__(self, deploy_file: str) -> None:
        self.base = os.path.dirname(deploy_file)
        self.tree = tree_of(deploy_file)
        self.known: dict[str, Folder] = {}

    def read(self, model: ModelUse) -> ModelUse:
        own = os.path.normpath(os.path.join(self.base, os.path.expanduser(model.path)))
        found = [Found("", "", self._folder(own))]
        again: list[Found] = []
        seen = {os.path.realpath(own)}
        depth = {own: 0}
        for link in found:
            generation = depth[link.folder.path]
            if generation >= DEEPEST:
                continue
            for parent in link.folder.parents:
                path = self._path_of(parent.id, link.folder.path)
                if not path or len(self.known) >= MOST_FOLDERS:
                    continue
                folder = self._folder(path)
                named = Found(link.folder.path, parent.id, folder)
                if os.path.realpath(path) in seen:
                    again.append(named)
                    continue
                found.append(named)
                seen.add(os.path.realpath(path))
                depth.setdefault(folder.path, generation + 1)
        return model._replace(folders=(*found, *again))

    def _folder(self, path: str) -> Folder:
        real = os.path.realpath(path)
        if real not in self.known:
            if not os.path.lexists(path):
                return Folder(path, "", False, troubles=(Trouble(f"there is no folder `{path}`", at(path)),))
            try:
                folder = read_folder(path, self.tree)
                self.known[real] = folder._replace(files=known_texts(folder.files))
            except InputError as error:
                self.known[real] = Folder(path, "", False, troubles=(Trouble(error.diagnostics[0].message, at(path)),))
        return self.known[real]

    def _path_of(self, name: str, child: str) -> str:
        """Where the folder of a parent lies: a path beside the child or below deploy.yaml, or another entry of its cache."""
        entry = cache_entry(child)
        if entry and name.count("/") == 1 and not name.startswith("."):
            sibling = os.path.join(os.path.dirname(entry), "models--" + name.replace("/", "--"))
            return sibling if is_folder(sibling) else ""
        if name.startswith(("http:", "https:")):
            return ""
        beside = (child, os.path.dirname(child), self.base) if not os.path.isabs(name) else ("",)
        return next((path for each in beside if is_folder(path := os.path.normpath(os.path.join(each, name)))), "")
