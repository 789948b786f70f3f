"""Which attributes are answered: those that a model was measured on and passed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from analysis.domain.attribute import Attribute, Figure
from analysis.domain.errors import BadInput
from analysis.labels import LABEL_KEYS
from analysis.labels.attributes import MEASURABLE, OFFERED_FROM, TWINS, UNANSWERED
from analysis.resources import models_dir

FILE = "attributes.json"


def measured_attributes(model: str) -> tuple[Attribute, ...]:
    """Every attribute that we have a source for, with the figure of ``model``.

    There is none where it was not measured, or was with another source than answers now.
    """
    figures = _figures(models_dir() / model / FILE)
    return tuple(
        replace(attribute, figure=figures.get((attribute.name, attribute.source)))
        for attribute in MEASURABLE
    )


def is_offered(attribute: Attribute) -> bool:
    """Whether the attribute may be answered: measured well enough, or one of our own labels."""
    figure = attribute.figure
    own = attribute.name.lower() in LABEL_KEYS
    return own or (figure is not None and figure.low >= OFFERED_FROM)


def offered_attributes(model: str) -> dict[str, Attribute]:
    """By name what is answered, twins among them."""
    by_name = {a.name: a for a in measured_attributes(model) if is_offered(a)}
    twins = {
        twin: replace(by_name[name], name=twin) for twin, name in TWINS.items() if name in by_name
    }
    return by_name | twins


def known_names() -> frozenset[str]:
    """Every name that the service had, and ours; any other was never one."""
    return frozenset((*(a.name for a in MEASURABLE), *TWINS, *UNANSWERED))


def _figures(path: Path) -> dict[tuple[str, str], Figure]:
    """By name and source; nothing where the model has no such file, as a model switched off."""
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {
            (name, str(row["source"])): Figure(
                float(row["auc"]),
                float(row["low"]),
                float(row["high"]),
                int(row["n"]),
                int(row["positives"]),
            )
            for name, row in content["attributes"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"{path.parent.name}/{path.name}: not a file of attributes ({type(error).__name__})"
        ) from None
