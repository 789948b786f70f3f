"""What a change of thresholds would do to the comments already scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.domain.profile import Profile, Recommendation


@dataclass(frozen=True, slots=True)
class Bin:
    """How many scores of one label lie in ``[lower, upper)``; the last bin holds 1.0 too.

    ``decided`` of ``count`` have a standing approval or rejection, ``rejected`` of those were
    rejected.
    """

    lower: float
    upper: float
    count: int
    decided: int
    rejected: int


@dataclass(frozen=True, slots=True)
class LabelPreview:
    """One label under the active and under the proposed thresholds.

    ``moved_up`` comments would ask for more attention than now (towards ``flag``), ``moved_down``
    for less; ``up_examples`` and ``down_examples`` are comment ids, nearest the boundary first.
    ``pairs`` count the comments by their answer now and then. ``open_now`` and ``open_then`` are
    those flagged or unsure that nobody has approved or rejected: what needs a person.
    """

    label: str
    now: Mapping[Recommendation, int]
    then: Mapping[Recommendation, int]
    moved_up: int
    moved_down: int
    up_examples: tuple[int, ...]
    down_examples: tuple[int, ...]
    pairs: Mapping[tuple[Recommendation, Recommendation], int] = field(default_factory=dict)
    open_now: int = 0
    open_then: int = 0

    def gained(self, answer: Recommendation) -> int:
        """How many comments would newly get ``answer``; ``flag`` or ``clear``.

        Whoever is flagged under one threshold is flagged under every lower one, so that the
        difference of the counts is the comments themselves; likewise for clear.
        """
        return max(0, self.then.get(answer, 0) - self.now.get(answer, 0))

    def lost(self, answer: Recommendation) -> int:
        """How many comments would no longer get ``answer``; ``flag`` or ``clear``."""
        return max(0, self.now.get(answer, 0) - self.then.get(answer, 0))


@dataclass(frozen=True, slots=True)
class Preview:
    """What proposed thresholds would change. ``waiting_now`` and ``waiting_then`` count open
    comments that ask for a look (flagged, unsure or unsupported in a label of concern)."""

    profile: Profile
    labels: Mapping[str, LabelPreview]
    waiting_now: int
    waiting_then: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What judged comments say about flagging one label at one threshold.

    ``flagged`` of ``judged`` scored at or above ``flag_at``; the label holds for ``positives`` of
    all judged, and for ``hits`` of the flagged.
    """

    label: str
    flag_at: float
    judged: int
    flagged: int
    positives: int
    hits: int
