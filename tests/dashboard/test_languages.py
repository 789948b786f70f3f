"""Another language is a folder of files: whole, in part, or refused with one sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analysis.domain.errors import BadInput
from analysis.domain.message import Message
from analysis.domain.passage_reason import PassageReason
from analysis.domain.thresholds import Bin
from analysis.domain.tone import ToneRow
from analysis.labels import LABELS
from analysis.labels import label as label_named
from analysis.labels.tone_measures import SHOWN
from dashboard.charts.comparing import Estimate, estimates, moved_bars
from dashboard.charts.cost import cost_curve
from dashboard.charts.over_time import over_time
from dashboard.charts.scores import score_histogram, triage_bars
from dashboard.charts.shares import shares_of
from dashboard.charts.thread import reply_graph
from dashboard.charts.thread_layout import Node
from dashboard.charts.tone import by_article
from dashboard.texts import all_labels, catalogue, label_of, queue_words, reason_words, text, texts
from dashboard.texts.catalogue import HERE, places, read_catalogue
from dashboard.texts.label_texts import label_sentences

ENGLISH = {p.stem: json.loads(p.read_text("utf-8")) for p in (HERE / "en").glob("*.json")}


def made_up(sentence: str) -> str:
    """A language that nobody speaks: each sentence in brackets, its places and marks untouched."""
    return f"⟦{sentence}⟧"


@pytest.fixture
def far_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A site whose dashboard speaks a made-up language; gives the language's folder."""
    home = tmp_path / "languages" / "xx"
    home.mkdir(parents=True)
    for screen, sentences in {**ENGLISH, "labels": label_sentences(LABELS)}.items():
        translated = {key: made_up(sentence) for key, sentence in sentences.items()}
        (home / f"{screen}.json").write_text(json.dumps(translated), encoding="utf-8")
    monkeypatch.setenv("MODERATO_TEXTS_FOLDER", str(home.parent))
    monkeypatch.setenv("MODERATO_LANGUAGE", "xx")
    catalogue.cache_clear()
    yield home
    monkeypatch.undo()
    catalogue.cache_clear()


def test_every_sentence_is_asked_for_in_the_language_of_the_site(far_away: Path) -> None:
    assert text("queue.count", first=1, last=25, total=40) == "⟦1 to 25 of 40⟧"
    assert texts("queue", language="en")["count"] == ENGLISH["queue"]["count"]
    assert catalogue().missing == ()


def _words_of(drawn: object) -> Iterator[str]:
    """What a chart's specification and its rows show to people."""
    if isinstance(drawn, list):
        for part in drawn:
            yield from _words_of(part)
    elif isinstance(drawn, dict):
        for key, value in drawn.items():
            if isinstance(value, str) and key in SHOWN_IN_CHARTS:
                yield value
            elif key == "domain" and isinstance(value, list):
                yield from (one for one in value if isinstance(one, str))
            else:
                yield from _words_of(value)


SHOWN_IN_CHARTS = {"title", "description", "kind", "words", "outcome", "parent", "text", "range"}


def test_charts_speak_the_language_of_the_site(far_away: Path) -> None:
    rows = [ToneRow("a", "A", 9, 9, dict.fromkeys(SHOWN, 1), day=date(2026, 3, 1))]
    shares = shares_of(rows, ["evidence"])
    nodes = [Node("1", None, 1, "A", None), Node("2", "1", 2, "A", None, inferred=True)]
    bins = [Bin(0.4, 0.5, 10, 6, 2)]
    drawn = [
        by_article(shares, titles={"evidence": "E"}, order=["a"], kind="K").to_dict(),
        over_time(shares, measure="evidence", title="E").spec,
        over_time(shares, measure="evidence", title="E", by_position=True).spec,
        reply_graph(nodes, titles={}).to_dict(),
        moved_bars({"unsupported": 1}, {"flag": 2}, names=("A", "B")).to_dict(),
        estimates([Estimate("L", "S", 0.5, 0.2, 0.8, 10)], sides=["S"], title="T").to_dict(),
        cost_curve([0.0, 1.0], [3.0, 2.0], best=0.5, now=0.6).to_dict(),
        score_histogram(
            bins, label_title="H", clear_below=0.3, flag_at=0.6, published=(0.2, 0.5)
        ).to_dict(),
        triage_bars(bins, label_title="H", low=0.2, high=0.5, cut=5).to_dict(),
    ]
    for chart in drawn:
        shown = [words for words in _words_of(chart) if not re.fullmatch(r"\w+:[QNOT]", words)]
        assert shown
        assert [words for words in shown if len(words) > 1 and not words.startswith("⟦")] == []


def test_what_a_translation_lacks_is_english_and_listed(far_away: Path) -> None:
    (far_away / "queue.json").write_text('{"clear": "Leeren"}', encoding="utf-8")
    (far_away / "audit.json").unlink()
    spoken = read_catalogue("xx", folder=far_away.parent)
    assert spoken.screens["queue"]["clear"] == "Leeren"
    assert spoken.screens["queue"]["count"] == ENGLISH["queue"]["count"]
    assert "queue.count" in spoken.missing
    assert "queue.clear" not in spoken.missing
    assert {f"audit.{key}" for key in ENGLISH["audit"]} < set(spoken.missing)


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("quue.json", "{}", "xx/quue.json belongs to no screen; did you mean 'queue'?"),
        ("queue.json", '{"cuont": "x"}', "nobody asks for 'cuont'; did you mean 'count'?"),
        ("queue.json", '{"count": "{first}"}', "has the places ['first'], expected"),
        ("queue.json", '{"count": "{first"}', "'count': expected '}'"),
        ("queue.json", "{", "xx/queue.json is no JSON"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    far_away: Path, file: str, content: str, sentence: str
) -> None:
    (far_away / file).write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=re.escape(sentence)):
        read_catalogue("xx", folder=far_away.parent)


def test_an_unknown_language_is_said_in_english_on_the_page(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_LANGUAGE", "fr")
    catalogue.cache_clear()
    at = AppTest.from_file(str(HERE.parent / "app.py"), default_timeout=60).run()
    assert [e.value for e in at.error] == [
        "the dashboard has no language 'fr' in what ships; allowed: en"
    ]
    assert not at.exception
    monkeypatch.undo()
    catalogue.cache_clear()


@pytest.mark.parametrize("name", ["queue", "thresholds", "tone", "label_lab", "audit", "people"])
def test_a_screen_is_drawn_whole_in_another_language(
    name: str, demo_url: str, far_away: Path, screen: Callable[..., AppTest]
) -> None:
    at = screen(name)
    assert not at.exception
    drawn = [
        *(title.value for kind in (at.title, at.header, at.subheader) for title in kind),
        *(widget.label for kind in (at.button, at.toggle, at.text_input) for widget in kind),
    ]
    assert drawn
    assert [words for words in drawn if words and "⟦" not in words] == []


def test_the_codebook_is_read_in_the_language_of_the_site(far_away: Path) -> None:
    for label, plain in zip(all_labels(), LABELS, strict=True):
        assert (label.key, label.look, label.examples) == (plain.key, plain.look, plain.examples)
        assert label.title == made_up(plain.title)
        assert label.question == made_up(plain.question)
        assert label.definition == made_up(plain.definition)
        assert label.is_not == tuple(made_up(sentence) for sentence in plain.is_not)
        assert [f.title for f in label.facets] == [made_up(f.title) for f in plain.facets]
        assert label == label_of(label.key)


def test_a_translation_of_the_codebook_may_be_in_part_but_names_no_other_label(
    far_away: Path,
) -> None:
    own = far_away / "labels.json"
    own.write_text('{"generalization.title": "Pauschal"}', encoding="utf-8")
    spoken = read_catalogue("xx", folder=far_away.parent)
    assert spoken.labels["generalization"].title == "Pauschal"
    assert spoken.labels["disagreement"] == label_named("disagreement")
    assert "labels.disagreement.title" in spoken.missing
    own.write_text('{"generalisation.title": "Pauschal"}', encoding="utf-8")
    with pytest.raises(BadInput, match=r"did you mean 'generalization\.title'"):
        read_catalogue("xx", folder=far_away.parent)


FLAGGED = Message(
    "flagged",
    {"label": "possible_hostility", "probability": 0.91, "flag_at": 0.5, "clear_below": 0.2},
)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Message("unscored"), "⟦Not labelled yet⟧"),
        (FLAGGED, "⟦⟦Possible hostility⟧ 0.91, flagged from 0.50⟧"),
        (Message("reported_one", {"n": 1, "earlier": 0, "given": ()}), "⟦1 reader reported it⟧"),
        (
            Message("reported_many_since", {"n": 2, "earlier": 1, "given": (("spam", 2),)}),
            "⟦⟦2 readers reported it since, 1 before⟧ (spam 2)⟧",
        ),
    ],
)
def test_the_reasons_of_the_queue_are_said_in_the_language(
    far_away: Path, reason: Message, sentence: str
) -> None:
    assert queue_words([reason]) == sentence


def test_reasons_and_labels_of_whole_screens_are_in_the_language(
    demo_url: str, far_away: Path, screen: Callable[..., AppTest]
) -> None:
    queue = drawn_by(screen("queue"))
    assert queue["rows"]
    for row in queue["rows"]:
        assert all(reason.startswith("⟦") for reason in row["why"].split("; "))
        assert all("⟦" in badge["title"] for badge in row["badges"])
    review = drawn_by(screen("review"))
    [shown] = [item for item in review["items"] if item["id"] == review["at"]]
    assert shown["why"].startswith("⟦")
    assert all("⟦" in label["title"] for label in shown["labels"])
    for label in review["help"].values():
        words = [label["title"], label["question"], label["definition"], *label["is_not"]]
        assert all("⟦" in sentence for sentence in words)
        assert all("⟦" in facet["title"] for facet in label["facets"])


def drawn_by(at: AppTest) -> dict[str, Any]:
    """What the screen's component was given to draw."""
    assert not at.exception
    [component] = at.get("bidi_component")
    return json.loads(component.proto.json)


def test_a_reason_is_said_in_the_language_whatever_its_age(far_away: Path) -> None:
    sentence = ENGLISH["reasons"]["hostility.slur"]
    assert reason_words(PassageReason("hostility.slur", sentence)) == made_up(sentence)
    assert reason_words(sentence) == made_up(sentence), "stored before reasons had keys"
    assert reason_words("from a scorer of another house") == "from a scorer of another house"
    assert reason_words(PassageReason("gone.rule", "what it saw")) == "what it saw"


def test_values_of_a_reason_stand_at_their_places() -> None:
    reason = PassageReason("trial.count", "names {n} things", (("n", "3"),))
    assert str(reason) == reason_words(reason) == "names 3 things"
    assert reason.filled("{n} Dinge") == "3 Dinge"
    assert str(PassageReason("trial.braces", "a { alone")) == "a { alone"


def test_every_sentence_can_be_filled() -> None:
    for sentences in ENGLISH.values():
        for sentence in sentences.values():
            places(sentence)
