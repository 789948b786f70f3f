"""What labelling everything anew under another version changed, once it is done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from analysis.domain.finding import Status
from analysis.domain.learned import ChangeKind
from analysis.domain.profile import Profile, Recommendation, recommend
from analysis.domain.run import RunInfo
from analysis.services.learning.judgements import Judged, judged_comments
from analysis.services.learning.site_heads import learned_by
from analysis.services.learning.version_comparison import (
    NAMED_MOVERS,
    ScorePair,
    are_enough,
    compare_label,
    movers,
)
from analysis.services.thresholds.profiles import active_profile
from analysis.storage import learned
from analysis.storage.analyses import read_run
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.run_comparison import Pair, pairs_of, run_numbered, signature_of_run

_ATTENTION = (
    Recommendation.CLEAR,
    Recommendation.UNSURE,
    Recommendation.FLAG,
    Recommendation.UNSUPPORTED,
)
_AT_MOST = 4 * NAMED_MOVERS  # movers in memory while a run is gone through


@dataclass(slots=True)
class _Turned:
    """What has become of the scores that were gone through so far, under one profile.

    ``earlier`` counts the scores of each run before; ``cases`` are those of judged comments, and
    ``far`` those that moved the furthest of the ``moved`` ones.
    """

    profile: Profile
    judgements: Mapping[tuple[int, str], Judged]
    turns: defaultdict[str, Counter[tuple[Recommendation, Recommendation]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    earlier: Counter[int] = field(default_factory=Counter)
    cases: list[ScorePair] = field(default_factory=list)
    far: list[ScorePair] = field(default_factory=list)
    moved: int = 0

    def add(self, pair: Pair) -> None:
        """Counts one comment's score for one label, before and after."""
        threshold = self.profile.thresholds[pair.label]
        was, becomes = (
            recommend(Status.ABSTAINED if p is None else Status.SCORED, p, threshold)
            for p in (pair.before, pair.after)
        )
        self.earlier[pair.earlier] += 1
        self.turns[pair.label][was, becomes] += 1
        self.moved += was is not becomes
        if pair.before is None or pair.after is None:
            return
        judged = self.judgements.get((pair.comment_id, pair.label))
        truth = judged.truth if judged else None
        case = ScorePair(pair.comment_id, pair.label, pair.before, pair.after, truth)
        if judged:
            self.cases.append(case)
        if was is not becomes:
            self.far.append(case)
            if len(self.far) > _AT_MOST:
                self.far = sorted(self.far, key=lambda b: -abs(b.after - b.before))[:NAMED_MOVERS]

    def body(self, fitted: frozenset[int]) -> dict[str, Any]:
        """The summary without its first line; ``fitted`` are comments that a version learned
        from, on which it would look better than it is."""
        thresholds = self.profile.thresholds
        apart = [case for case in self.cases if case.comment_id not in fitted]
        at_random = [
            case for case in apart if self.judgements[case.comment_id, case.label].measures
        ]
        unbiased = are_enough(case.comment_id for case in at_random)
        measured = at_random if unbiased else apart
        return {
            "counts": {label: _counted(turns) for label, turns in sorted(self.turns.items())},
            "labels": [
                asdict(
                    compare_label(
                        label,
                        [case for case in measured if case.label == label],
                        thresholds[label],
                        thresholds[label],
                    )
                )
                for label in sorted({case.label for case in apart})
            ],
            "movers": [
                asdict(mover) for mover in movers(self.far, thresholds, thresholds)[:NAMED_MOVERS]
            ],
            "moved": self.moved,
            "unbiased": unbiased,
        }


def summarise_run(store: Store, key: str, *, person: str) -> int | None:
    """Keep what the run with this key changed; ``None`` where no version is another than before.

    Recommendations are those of the profile that is active now, on both sides.
    """
    turned = _Turned(
        active_profile(store),
        {(judged.comment_id, judged.label): judged for judged in judged_comments(store)},
    )
    with store.read() as session:
        number = run_numbered(session, key)
        for pair in pairs_of(session, number):
            turned.add(pair)
        if not turned.earlier:
            return None
        before_run = turned.earlier.most_common(1)[0][0]
        if signature_of_run(session, before_run) == signature_of_run(session, number):
            return None
        before, after = read_run(session, before_run), read_run(session, number)
        fitted = learned_by(session, before) | learned_by(session, after)
    what = [list(change) for change in changes(before, after)]
    with store.write() as session:
        return learned.add_change_summary(
            session,
            ChangeKind.RUN,
            before=named(before),
            after=named(after),
            person=person,
            reason="",
            at=now(),
            body={"what": what, **turned.body(fitted)},
        )


def changes(before: RunInfo, after: RunInfo) -> list[tuple[str, str, str]]:
    """The parts of the pipeline that differ: part, version before, version after."""
    return [
        (part, old, new)
        for part in dict.fromkeys((*_parts(before), *_parts(after)))
        if (old := _parts(before).get(part, "")) != (new := _parts(after).get(part, ""))
    ]


def named(info: RunInfo) -> str:
    """A version of the pipeline in a few words: its scorers and how they are combined."""
    scorers = [f"{scorer.name} {scorer.version}" for scorer in info.scorers if scorer.available]
    return ", ".join([*scorers, info.combination])


def _parts(info: RunInfo) -> Mapping[str, str]:
    scorers = {
        # A switched-off rule or an edited word list shows in the digest alone.
        scorer.name: f"{scorer.version} ({scorer.digest[:8] if scorer.available else 'not here'})"
        for scorer in info.scorers
    }
    return {
        **scorers,
        "combination": info.combination,
        "code": info.code_version,
        "text": info.text_pipeline,
        **{f"label {name}": version for name, version in info.labels.items()},
        **{f"setting {name}": value for name, value in info.settings.items()},
    }


def _counted(turns: Counter[tuple[Recommendation, Recommendation]]) -> dict[str, object]:
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    up = down = 0
    for (was, becomes), n in turns.items():
        before[was.value] += n
        after[becomes.value] += n
        up += n if _ATTENTION.index(becomes) > _ATTENTION.index(was) else 0
        down += n if _ATTENTION.index(becomes) < _ATTENTION.index(was) else 0
    return {"before": dict(before), "after": dict(after), "up": up, "down": down}
