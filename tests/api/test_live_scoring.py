"""Waiting texts are labelled together, remembered without their words, and bounded in number."""

from __future__ import annotations

import json
from concurrent.futures import Future
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_release import EVEN, PROFILE, LivePipeline
from starlette.testclient import TestClient
from thoroughness import examples

from analysis.api.perspective.body import read_body
from analysis.api.perspective.utf16 import Utf16
from analysis.api.server import _WARMING
from analysis.domain.errors import Overloaded, Unavailable
from analysis.domain.span import Span
from analysis.services.serving.live_scoring import Answer, Limits, LiveScoring
from analysis.services.serving.question import COMMENT_ID, Question
from analysis.services.serving.release import RECHECK_SECONDS, SiteRelease, release_of
from analysis.services.serving.sentence_spans import sentence_spans
from analysis.services.site.pipelines import build_scorers
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.settings import load_settings
from analysis.storage.database import Store
from analysis.text.nlp import load
from analysis.text.prepare import Preparer


def live(pipeline: LivePipeline, **limits: Any) -> LiveScoring:
    release = release_of(pipeline, PROFILE)  # type: ignore[arg-type]
    return LiveScoring(lambda: release, Limits(**limits))


def stuck(scoring: LiveScoring, pipeline: LivePipeline) -> Future[Answer]:
    future = scoring.submit(Question("slow"))
    assert pipeline.busy.wait(5)
    return future


def test_what_came_in_meanwhile_is_scored_together(pipeline: LivePipeline) -> None:
    scoring = live(pipeline)
    first = stuck(scoring, pipeline)
    others = [scoring.submit(Question(f"text {n} h=0.{n}")) for n in range(1, 4)]
    pipeline.go.set()
    answers = [future.result(5).analysis for future in (first, *others)]
    assert [a.labels["possible_hostility"].probability for a in answers[1:]] == [0.1, 0.2, 0.3]
    assert [len(batch) for batch in pipeline.batches] == [1, 3]
    scoring.close()


def test_a_batch_waits_a_moment_to_be_as_large_as_the_last(pipeline: LivePipeline) -> None:
    """Eight callers in two groups of four were answered a third later than together."""
    scoring = live(pipeline, gathering=30.0)
    stuck(scoring, pipeline)
    together = [scoring.submit(Question(f"first {n}")) for n in range(3)]
    pipeline.go.set()
    for future in together:
        future.result(5)
    again = [scoring.submit(Question(f"second {n}")) for n in range(3)]
    for future in again:
        future.result(5)
    assert [len(batch) for batch in pipeline.batches] == [1, 3, 3]
    waiting = scoring.submit(Question("h=0.4"))
    scoring.close()
    assert waiting.result(0).analysis, "the end waits for nobody"


def test_a_lone_caller_waits_for_nobody(pipeline: LivePipeline) -> None:
    scoring = live(pipeline, gathering=30.0)
    for number in range(3):
        scoring.submit(Question(f"alone {number}")).result(5)
    scoring.close()


def test_a_batch_is_bounded_by_number_and_length(pipeline: LivePipeline) -> None:
    scoring = live(pipeline, batch=3, batch_characters=10)
    stuck(scoring, pipeline)
    texts = ["aaaa", "bbbb", "cccc", "d" * 50, "e", "f", "g", "h"]
    futures = [scoring.submit(Question(text)) for text in texts]
    pipeline.go.set()
    for future in futures:
        future.result(5)
    sizes = [[len(text) for text in batch] for batch in pipeline.batches[1:]]
    assert sizes == [[4, 4], [4], [50], [1, 1, 1], [1]]
    scoring.close()


def test_a_full_queue_refuses_at_once(pipeline: LivePipeline) -> None:
    scoring = live(pipeline, waiting=2, characters=100)
    stuck(scoring, pipeline)
    scoring.submit(Question("a"))
    with pytest.raises(Overloaded):
        scoring.submit(Question("b" * 200))
    scoring.submit(Question("c"))
    with pytest.raises(Overloaded):
        scoring.submit(Question("d"))
    assert scoring.depth == 2
    pipeline.go.set()
    scoring.close()


def test_an_answer_is_known_again_without_its_words(pipeline: LivePipeline) -> None:
    scoring = live(pipeline)
    question = Question("h=0.4", parent="p")
    first, second = scoring.submit(question).result(5), scoring.submit(question).result(5)
    assert (first.cached, second.cached, second.analysis) == (False, True, first.analysis)
    assert all(not kept.comment.text for kept in scoring._cache.values())
    assert not scoring.submit(Question("h=0.4", parent="q")).result(5).cached
    scoring.close()


def test_a_failure_is_not_remembered(pipeline: LivePipeline) -> None:
    """What failed once, for want of memory, failed until the server was started anew."""
    scoring = live(pipeline)
    answers = [scoring.submit(Question("h=fail")).result(5) for _ in range(2)]
    assert [answer.cached for answer in answers] == [False, False]
    assert pipeline.batches == [["h=fail"], ["h=fail"]]
    scoring.close()


def test_a_cancelled_question_is_not_scored(pipeline: LivePipeline) -> None:
    scoring = live(pipeline)
    stuck(scoring, pipeline)
    given_up = scoring.submit(Question("given up"))
    assert given_up.cancel()
    wanted = scoring.submit(Question("wanted"))
    pipeline.go.set()
    wanted.result(5)
    assert ["given up"] not in pipeline.batches
    assert pipeline.batches[-1] == ["wanted"]
    scoring.close()


def test_a_broken_batch_tells_its_callers_and_the_next_is_answered(
    pipeline: LivePipeline, caplog: pytest.LogCaptureFixture
) -> None:
    scoring = live(pipeline)
    with pytest.raises(Unavailable):
        scoring.submit(Question("break")).result(5)
    assert scoring.submit(Question("h=0.2")).result(5).analysis
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
    scoring.close()


def test_a_caller_who_left_keeps_no_other_from_hearing_of_the_end(pipeline: LivePipeline) -> None:
    scoring = live(pipeline)
    stuck(scoring, pipeline)
    left, waits = (scoring.submit(Question(f"h=0.{n}")) for n in (5, 6))
    assert left.cancel()
    scoring.close(seconds=0.05)
    with pytest.raises(Unavailable, match="has stopped"):
        waits.result(1)
    pipeline.go.set()


def test_at_the_end_what_waits_is_answered_and_nothing_new_taken(pipeline: LivePipeline) -> None:
    scoring = live(pipeline)
    stuck(scoring, pipeline)
    waiting = scoring.submit(Question("h=0.6"))
    pipeline.go.set()
    scoring.close()
    assert waiting.result(0).analysis
    with pytest.raises(Unavailable):
        scoring.submit(Question("late"))


@given(st.text(), st.data())
def test_utf_16_units_cut_out_the_same_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    units = Utf16(text)
    begin, stop = units.begin_end(Span(start, end))
    encoded = text.encode("utf-16-le", "surrogatepass")
    passage = encoded[2 * begin : 2 * stop].decode("utf-16-le", "surrogatepass")
    assert passage == text[start:end]
    assert units.span(begin, stop) == Span(start, end)
    assert units.length == len(encoded) // 2


_NAMES = st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]*", fullmatch=True)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(_NAMES, inner),
    max_leaves=10,
)


@settings(max_examples=examples(40))
@given(st.dictionaries(_NAMES, _JSON))
def test_a_body_with_unquoted_names_reads_as_the_same(content: dict[str, object]) -> None:
    assert read_body(_loose(content).encode("utf-8", "surrogatepass"), lenient=True) == content


def _loose(content: object) -> str:
    if isinstance(content, dict):
        items = ", ".join(
            f"{key if key not in ('true', 'false', 'null') else json.dumps(key)}: {_loose(value)}"
            for key, value in content.items()
        )
        return "{" + items + "}"
    if isinstance(content, list):
        return "[" + "".join(f"{_loose(item)}, " for item in content) + "]"
    if isinstance(content, str):
        quoted = json.dumps(content)[1:-1].replace('\\"', '"').replace("'", "\\'")
        return f"'{quoted}'"
    return json.dumps(content)


def test_what_a_site_publishes_is_answered_with_soon(sqlite_store: Store) -> None:
    now = [0.0]
    release = SiteRelease(
        sqlite_store,
        load_settings(),
        clock=lambda: now[0],
        build=lambda _settings, store: (LivePipeline(), active_profile(store)),  # type: ignore[arg-type, return-value]
    )
    first = release.current()
    publish_profile(sqlite_store, EVEN, person="local", reason="even, for a test")
    assert release.current() is first, "not looked at yet"
    now[0] += RECHECK_SECONDS
    release.current()
    second = release.refreshed()
    assert second.id != first.id
    assert second.document["thresholds"]["possible_hostility"] == [0.7, 0.3]
    now[0] += RECHECK_SECONDS
    release.current()
    assert release.refreshed() is second, "nothing was published since"


@given(st.text(st.sampled_from("aé🙂 .!?\n<b>&amp;\ud83d\u200d'\"#"), max_size=60))
def test_the_sentences_of_any_text_are_passages_of_it_in_order(text: str) -> None:
    units = Utf16(text)
    encoded = text.encode("utf-16-le", "surrogatepass")
    last = 0
    for span in sentence_spans(text, most=60):
        begin, end = units.begin_end(span)
        assert last <= begin < end
        passage = encoded[2 * begin : 2 * end].decode("utf-16-le", "surrogatepass")
        assert passage == span.of(text)
        last = end


@pytest.mark.slow
def test_a_server_reads_a_foreign_text_before_it_is_ready(
    client: TestClient, pipeline: LivePipeline
) -> None:
    """What tells languages apart took four seconds of the first caller whose text was foreign."""
    assert client.get("/ready").json()["ready"] is True
    assert any("Bücherei" in text for texts in pipeline.batches for text in texts)


@pytest.mark.slow
def test_a_server_reads_a_sentence_that_the_rules_ask_the_parser_about_before_it_is_ready() -> None:
    """Loading the parser took more than a second of the first caller whose text needed it."""
    settings = load_settings(model="none")
    rules, *_ = build_scorers(settings)
    preparer = Preparer(settings.spacy_model)
    load.cache_clear()
    for text in _WARMING:
        discussion = Question(text).discussion()
        rules.score(preparer.prepare(discussion, only={COMMENT_ID}))
    assert load.cache_info().currsize == 1
