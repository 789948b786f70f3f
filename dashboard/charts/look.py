"""What all charts share: colours from the theme for light and dark pages, axes."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt

from analysis.evaluation.proportions import TOO_FEW
from analysis.labels.tone_measures import MEASURES
from dashboard.theme import APPROVED, LABEL_LOOKS, OTHER_LOOK, PAGE, REJECTED, label_colour

#: Shapes say the same as the colours, for eyes and printers that lose those.
LABEL_SHAPES = {key: look.shape for key, look in LABEL_LOOKS.items()}
OTHER_SHAPE = OTHER_LOOK.shape

#: Numbers along an axis, about; a wide page would otherwise get forty.
TICKS = 8

#: Streamlit would draw more than 2,000 marks on a canvas, which nobody can save or read aloud.
DRAWN = {"embedOptions": {"renderer": "svg"}}


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of charts on one base; ``ink`` writes, ``quiet`` recedes."""

    ink: str
    quiet: str
    approved: str
    rejected: str
    labels: Mapping[str, str]

    def label(self, key: str | None) -> str:
        """The colour of a label; a neutral one for nothing or an unknown label."""
        return self.labels.get(key or "", self.quiet)

    def measure(self, key: str) -> str:
        """The colour of a tone measure: that of the label it is drawn as."""
        return self.label(MEASURES[key].drawn_as if key in MEASURES else None)


@functools.cache
def palette(*, dark: bool) -> Palette:
    """The theme's colours as charts use them."""
    return Palette(
        ink=PAGE["dark" if dark else "light"]["textColor"],
        quiet=OTHER_LOOK.dark if dark else OTHER_LOOK.light,
        approved=APPROVED.on(dark=dark),
        rejected=REJECTED.on(dark=dark),
        labels={key: label_colour(key, dark=dark) for key in LABEL_LOOKS},
    )


def percent_axis(title: str | None, **options: object) -> alt.Axis:
    """An axis of shares written as percentages."""
    return alt.Axis(title=title, format=".0%", **{"tickCount": TICKS, **options})


#: 2,300 stays as it is, 23,000 becomes 23k: a telephone has no room for more figures.
_COUNT = "format(datum.value, datum.value < 1e4 ? ',d' : '~s')"


def count_axis(title: str, **options: object) -> alt.Axis:
    """An axis of counts; never a fraction of a comment."""
    return alt.Axis(title=title, labelExpr=_COUNT, tickMinStep=1, **{"tickCount": TICKS, **options})


#: Points that rest on fewer comments than are worth acting on are drawn open.
OPEN_IF_FEW = alt.condition(f"datum.n < {TOO_FEW}", alt.value(0), alt.value(1))


def finished(chart: alt.Chart | alt.LayerChart, *, description: str, height: int) -> alt.Chart:
    """The chart with its height and its description for screen readers.

    It is drawn as SVG however many marks it has, so that it can be saved as such.
    """
    return chart.properties(height=height, description=description, usermeta=DRAWN)
