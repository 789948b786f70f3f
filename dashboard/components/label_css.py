"""The style sheet of the labels, made from the one palette so that no colour is written twice."""

from __future__ import annotations

from analysis.domain.label import LabelLook
from dashboard.theme import LABEL_LOOKS, OTHER_LOOK


def label_css() -> str:
    """CSS: each ``[data-label]`` gets its colour for light and dark, and its own underline."""
    rules = [_rule("[data-label]", OTHER_LOOK)]
    rules += [_rule(f'[data-label="{key}"]', look) for key, look in LABEL_LOOKS.items()]
    return "\n".join(rules)


def _rule(selector: str, look: LabelLook) -> str:
    return (
        f".m {selector} {{ --label: {look.light}; --underline: {look.underline}; }}\n"
        f".m.dark {selector} {{ --label: {look.dark}; }}"
    )
