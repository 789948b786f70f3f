"""Any two published versions of the thresholds side by side, on the comments of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.domain.errors import BadInput, nearest
from analysis.domain.profile import Profile
from analysis.domain.thresholds import LabelPreview
from analysis.labels import LABEL_KEYS
from analysis.services.thresholds.label_answers import label_answers, outcomes
from analysis.services.thresholds.previews import label_preview
from analysis.services.thresholds.profiles import active_profile, profile_in, profiles
from analysis.services.thresholds.thresholds_lab import Expected, expected
from analysis.storage.database import Store
from analysis.storage.queue_index import recommendations


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two versions make of the same comments.

    ``labels`` hold the first version's counts as ``now`` and the second's as ``then``; examples
    lie nearest the second's boundary. ``expected`` is how each did on people's answers.
    ``waiting`` counts the open comments that would ask for a look under each.
    """

    first: Profile
    second: Profile
    labels: Mapping[str, LabelPreview]
    expected: Mapping[str, tuple[Expected, Expected]]
    waiting: tuple[int, int]

    @property
    def differing(self) -> list[str]:
        """The labels whose thresholds differ, in the order of the codebook."""
        return [
            label
            for label in self.labels
            if self.first.thresholds[label] != self.second.thresholds[label]
        ]


def compare_versions(store: Store, first: int, second: int, *, examples: int = 5) -> Comparison:
    """Compare two published versions by their numbers; ``BadInput`` names one that is not there."""
    old, new = _version(store, first), _version(store, second)
    with store.read() as session:
        active = profile_in(session)
        labels = {label: label_preview(session, label, old, new, examples) for label in LABEL_KEYS}
        waiting = tuple(
            recommendations.waiting_under(session, active, version)[1] for version in (old, new)
        )
    judged = {label: outcomes(answers) for label, answers in label_answers(store).items()}
    return Comparison(
        first=old,
        second=new,
        labels=labels,
        expected={
            label: (
                expected(judged[label], old.thresholds[label]),
                expected(judged[label], new.thresholds[label]),
            )
            for label in LABEL_KEYS
        },
        waiting=(waiting[0], waiting[1]),
    )


def _version(store: Store, number: int) -> Profile:
    published = profiles(store)
    for profile in published:
        if profile.version == number:
            # A label that came after a version was published is judged as it is now.
            return replace(
                profile, thresholds={**active_profile(store).thresholds, **profile.thresholds}
            )
    known = [str(profile.version) for profile in published]
    raise BadInput(f"There is no profile version {number}; {nearest(str(number), known)}.")
