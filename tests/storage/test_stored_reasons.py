"""A reason is stored by key, English sentence and values; one stored as a sentence is kept."""

from __future__ import annotations

import json

import pytest

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Comment
from analysis.domain.finding import Evidence, LabelResult, Status
from analysis.domain.passage_reason import PassageReason
from analysis.domain.profile import Recommendation
from analysis.domain.span import Span
from analysis.services.data.analysis_schema import label_record
from analysis.storage.documents import from_document, to_document

KEYED = PassageReason("hostility.slur", "a slur")
VALUED = PassageReason("trial.count", "names {n} of them", (("n", "3"),))


def analysis(reason: PassageReason | str) -> Analysis:
    evidence = Evidence(Span(0, 3), "insult", "rules", reason, 0.5)
    result = LabelResult("possible_hostility", Status.SCORED, 0.5, evidence=(evidence,))
    return Analysis(
        comment=Comment("1", "a", 1, "abc"),
        language="en",
        quotes=(),
        addressee=None,
        inferred_parent=None,
        labels={"possible_hostility": result},
        recommendations={},
    )


@pytest.mark.parametrize("reason", [KEYED, VALUED, "said before reasons had keys"])
def test_a_stored_reason_comes_back_as_it_was(reason: PassageReason | str) -> None:
    body = json.loads(json.dumps(to_document(analysis(reason))))
    (result,) = from_document("en", body).labels
    assert result.evidence[0].reason == reason


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [(KEYED, "a slur"), (VALUED, "names 3 of them"), ("an old one", "an old one")],
)
def test_the_analysis_format_says_it_in_english(reason: PassageReason | str, sentence: str) -> None:
    record = label_record(analysis(reason).labels["possible_hostility"], Recommendation.FLAG)
    assert record["evidence"][0]["reason"] == sentence
