"""One palette and type scale for screens, components and charts; colour-blind safe.

The colours of labels (which stand on their descriptions) and of decisions are from the Okabe-Ito
set, which stays apart under the common kinds of colour blindness. The dark variants are lighter
tints of the same hues, so that each keeps a contrast of at least 3:1 (WCAG 1.4.11) against its
background; words are never written in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.domain.label import LabelLook
from analysis.labels import LABELS


@dataclass(frozen=True, slots=True)
class TwoColours:
    """One thing's colour on a light and on a dark base."""

    light: str
    dark: str

    def on(self, *, dark: bool) -> str:
        """The colour as ``#RRGGBB``."""
        return self.dark if dark else self.light


#: The labels' looks, those that ask for a look first; each is on the label's own description.
LABEL_LOOKS: Mapping[str, LabelLook] = {
    label.key: label.look for label in sorted(LABELS, key=lambda label: not label.concern)
}
OTHER_LOOK = LabelLook()

APPROVED = TwoColours(light="#0072B2", dark="#6CB8EC")
REJECTED = TwoColours(light="#D55E00", dark="#FF9248")

#: Sizes of the six heading levels; calm enough that the comments stay the loudest thing.
HEADING_SIZES = ("1.75rem", "1.375rem", "1.125rem", "1rem", "1rem", "1rem")

PAGE: Mapping[str, Mapping[str, str]] = {
    "light": {
        "primaryColor": "#1F5FBF",
        "backgroundColor": "#FFFFFF",
        "secondaryBackgroundColor": "#F3F5F8",
        "textColor": "#1B2430",
        "borderColor": "#CBD3DD",
        "linkColor": "#1A55AB",
    },
    "dark": {
        "primaryColor": "#5B9BEF",
        "backgroundColor": "#12171E",
        "secondaryBackgroundColor": "#1C242E",
        "textColor": "#E7ECF2",
        "borderColor": "#3A4653",
        "linkColor": "#8BBCF6",
    },
}


def look(label: str) -> LabelLook:
    """How to draw this label; labels without a look of their own share a neutral one."""
    return LABEL_LOOKS.get(label, OTHER_LOOK)


def label_colour(label: str, *, dark: bool) -> str:
    """The colour of a label as ``#RRGGBB`` on a dark or a light base."""
    return look(label).dark if dark else look(label).light
