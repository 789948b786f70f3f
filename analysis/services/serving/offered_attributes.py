"""Which attributes are answered: those that a model was measured on and passed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.domain.attribute import Attribute, Figure, HeldOut, Lead
from analysis.domain.errors import BadInput
from analysis.labels import LABEL_KEYS
from analysis.labels.attributes import (
    MEASURABLE,
    OFFERED_FROM,
    TWINS,
    UNANSWERED,
    WEAKEST_FROM,
)
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
    own = attribute.name.lower() in LABEL_KEYS
    return own or (attribute.figure is not None and is_good_enough(attribute.figure))


def is_good_enough(figure: Figure) -> bool:
    """The rule of the page of attributes: the mean, every set, and every baseline."""
    return (
        figure.low >= OFFERED_FROM
        and all(held_out.low >= WEAKEST_FROM for held_out in figure.sets)
        and all(lead.low > 0.0 for lead in figure.lead.values())
    )


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
            (name, str(row["source"])): _figure(row) for name, row in content["attributes"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"{path.parent.name}/{path.name}: not a file of attributes ({type(error).__name__})"
        ) from None


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(
        float(row["auc"]),
        float(row["low"]),
        float(row["high"]),
        tuple(
            HeldOut(
                str(part["data"]), float(part["auc"]), float(part["low"]), float(part["high"]),
                int(part["n"]), int(part["positives"]),
            )
            for part in row["sets"]
        ),
        {str(n): Lead(float(lead["value"]), float(lead["low"])) for n, lead in row["lead"].items()},
    )  # fmt: skip
