"""Where the first thresholds lie: chosen on held-out comments and on harmless texts of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from analysis.evaluation.metrics import at_threshold
from analysis.evaluation.proportions import rate
from analysis.evaluation.thresholds import best_f1, for_recall
from analysis.training.example import Example

# A comment below ``clear_below`` is in no queue: nine in ten of the positives and nineteen in
# twenty of the severe ones should stay above, unless that makes the queue of unsure comments longer
# than people can read: a fifth of all.
KEPT_RECALL = 0.9
KEPT_SEVERE = 0.95
UNSURE_SHARE = 0.2
HARMLESS_FLAGGED = 0.12  # of harmless texts written to come near a label, at most
AS_GOOD = 0.01  # of F1; less is noise on some hundred positives
WORTH = 0.03  # of F1, what it may cost to flag more where severe cases are known
NATURAL = ("readings_pool", "annotated")  # sources whose shares of labels are those of comments
_STEP = 0.05  # thresholds are set by hand afterwards, so they are round numbers
_EVEN = 0.5


def thresholds(
    y: Sequence[float], scores: Sequence[float], *, spare: Sequence[float] = (),
    severe: Sequence[float] = (), concern: bool = False,
) -> dict[str, float]:  # fmt: skip
    """Round numbers for 0 and 1 of natural rows with their scores.

    Flag where F1 is best, or as good and less is flagged; a concern half way between the lowest and
    the highest as good, and one that knows severe cases from the lowest that is worth it, since a
    missed threat costs more than a needless look. Either kind of concern no lower than leaves alone
    the harmless texts whose scores are in ``spare``.
    Clear below what keeps nine in ten positives and most of the scores in ``severe``, or as much
    higher as the queue of unsure comments needs to stay readable.
    """
    good = _as_good(y, scores, WORTH if severe else AS_GOOD)
    flag = good[-1]
    if concern:
        middle = round(int((good[0] + good[-1]) / 2 / _STEP + 1e-9) * _STEP, 2)
        flag = max(good[0] if severe else middle, spared_from(spare))
    recall_bound = int(for_recall(y, scores, KEPT_RECALL).threshold * 100) / 100
    if severe:
        severe_bound = for_recall([1.0] * len(severe), severe, KEPT_SEVERE).threshold
        recall_bound = min(recall_bound, int(severe_bound * 100) / 100)
    below = sorted(score for score in scores if score < flag)
    most = min(int(UNSURE_SHARE * len(scores)), len(below))
    readable = ceil(below[-most] * 100) / 100 if most else flag
    return {
        "flag_at": flag,
        "clear_below": round(min(max(recall_bound, readable, 0.02), flag - _STEP), 2),
    }


def _as_good(y: Sequence[float], scores: Sequence[float], less: float) -> list[float]:
    """The round thresholds, lowest first, whose F1 is below the best one's by ``less`` at most."""
    bars = [round(_STEP * n, 2) for n in range(1, int(1 / _STEP))]
    at = {bar: at_threshold(y, scores, bar).f1 for bar in bars}
    best = _rounded(best_f1(y, scores).threshold)
    wanted = at_threshold(y, scores, best).f1 - less
    return sorted({best, *(bar for bar in bars if at[bar] >= wanted)})


def _rounded(value: float) -> float:
    return round(round(value / _STEP) * _STEP, 2)


def harmless(example: Example, label: str) -> bool:
    """Whether a text of ours lacks the label: a near miss, or everyday talk. Of hostility it must
    lack the sharp kind too."""
    lowest = "hostility.sharp" if label == "possible_hostility" else label
    return example.targets[lowest] < _EVEN


def spared_from(scores: Sequence[float]) -> float:
    """The lowest round threshold that leaves most harmless texts alone."""
    bar = _STEP
    while sum(s >= bar for s in scores) > HARMLESS_FLAGGED * len(scores):
        bar = round(bar + _STEP, 2)
    return bar


@dataclass(frozen=True, slots=True)
class Judgement:
    """One comment: the kind of its site, whether it has the label, and what it would be told."""

    site: str
    has_label: bool
    verdict: str


def verdict(score: float, at: Mapping[str, float]) -> str:
    """What a score is told under these thresholds."""
    if score >= at["flag_at"]:
        return "flag"
    return "unsure" if score >= at["clear_below"] else "clear"


def reason(judged: Sequence[Judgement], *, raised: bool) -> str:
    """What the thresholds do on comments that nothing was chosen by, for the profile's reader."""
    positives = [j for j in judged if j.has_label]
    share = {
        name: sum(j.verdict == name for j in judged) / len(judged)
        for name in ("flag", "unsure", "clear")
    }
    raised_note = " It was raised to leave harmless texts of ours alone." if raised else ""
    sites = sorted({j.site for j in judged})
    where, by_site = f"of one kind of site ({sites[0]})", ""
    if len(sites) > 1:
        listed = (_of_site(site, [j for j in judged if j.site == site]) for site in sites)
        where, by_site = "of several sites", f" By kind of site: {'; '.join(listed)}."
    missed = sum(j.verdict == "clear" for j in positives)
    return (
        f"On {len(judged)} held-out comments {where} ({len(positives)} with the label): "
        f"{share['flag']:.0%} are flagged, with {_precision_and_recall(judged)}; "
        f"{share['unsure']:.0%} are unsure; {share['clear']:.0%} "
        f"of all and {missed / max(len(positives), 1):.0%} of those with the label are clear."
        f"{by_site}{raised_note}"
    )


def profile_reason(model: str) -> str:
    """How the default profile came about."""
    return (
        "Set on held-out comments of several kinds of site, for rules and the embedded model "
        f"{model!r} together: flagged where F1 is best (or as good, and less is flagged), cleared "
        f"below what keeps {KEPT_RECALL:.0%} of the comments with the label in sight (and "
        f"{KEPT_SEVERE:.0%} of the severe ones), or as much higher as leaves at most "
        f"{UNSURE_SHARE:.0%} of all comments unsure. Hostility is flagged from the lowest "
        f"threshold that costs at most {WORTH} of F1, since a missed threat costs more than a "
        "needless look, generalization half way between the lowest and the highest as good. "
        "No label of concern is flagged from lower than where at most "
        f"{HARMLESS_FLAGGED:.0%} of harmless texts written for this project are. Newspaper "
        "comments took no part."
    )


def _of_site(site: str, judged: Sequence[Judgement]) -> str:
    return f"{site} (n {len(judged)}) {_precision_and_recall(judged)}"


def _precision_and_recall(judged: Sequence[Judgement]) -> str:
    flagged = [j for j in judged if j.verdict == "flag"]
    positives = [j for j in judged if j.has_label]
    hits = sum(j.has_label for j in flagged)
    return f"precision {_in_words(hits, len(flagged))} and recall {_in_words(hits, len(positives))}"


def _in_words(hits: int, n: int) -> str:
    estimate = rate(hits, n)
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "unknown"
    return f"{estimate.value:.2f} (95 % {estimate.low:.2f} to {estimate.high:.2f})"
