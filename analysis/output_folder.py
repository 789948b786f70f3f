"""What may become of a folder that a command fills or replaces."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from analysis.domain.errors import BadInput
from analysis.resources import models_dir, seeds_dir


def check_output_folder(folder: Path, *, known: Collection[str], overwrite: bool) -> None:
    """``BadInput`` unless ``folder`` is new, empty, or (``overwrite``) holds ``known`` names only.

    So nothing goes that the command did not write: no home folder, no shipped model.
    """
    place = folder.parent.resolve() / folder.name
    if folder.is_symlink():
        raise BadInput(f"{folder}: is a symbolic link; name the folder itself")
    for shipped in (models_dir(), seeds_dir()):
        if place.is_relative_to(shipped.resolve()) or shipped.resolve().is_relative_to(place):
            raise BadInput(f"{folder}: lies among the models and seeds that ship; choose another")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise BadInput(f"{folder}: is no folder; expected the name of one")
    names = {entry.name for entry in folder.iterdir()}
    if names - set(known):
        raise BadInput(f"{folder}: holds other files; name a new or empty folder")
    if names and not overwrite:
        raise BadInput(f"{folder}: there is a model in it already; --force replaces an export")
