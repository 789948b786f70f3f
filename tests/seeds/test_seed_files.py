"""The shipped inputs are complete: demo threads, gold set, profile, word lists."""

from __future__ import annotations

from gold_set import demo_comments, gold_entries

from analysis.ingest import read
from analysis.labels import LABEL_KEYS, LABELS, label
from analysis.labels.word_lists import shipped_word_lists
from analysis.resources import seeds_dir
from analysis.services.site.pipelines import default_profile


def test_the_demo_has_three_threads_in_three_formats() -> None:
    readings = [read(path) for path in sorted((seeds_dir() / "demo").iterdir())]
    discussions = [discussion for reading in readings for discussion in reading]
    assert sorted(reading.format for reading in readings) == ["csv", "jsonl", "page-text"]
    assert len({discussion.article.id for discussion in discussions}) == 3
    assert all(d.article.title and len(d.article.paragraphs) >= 3 for d in discussions)
    assert all(reading.summary.quarantined_count == 0 for reading in readings)
    assert 38 <= sum(len(d.comments) for d in discussions) <= 50


def test_the_page_of_the_demo_states_one_comment_more_than_it_holds() -> None:
    reading = read(seeds_dir() / "demo" / "harbour-ferry.txt")
    list(reading)
    assert reading.summary.expected == reading.summary.read + 1


def test_the_demo_spreads_over_a_week_and_has_an_unsupported_language() -> None:
    times = [p.comment.created_at for p in demo_comments().values() if p.comment.created_at]
    assert (max(times) - min(times)).days >= 5
    assert any(not p.language.supported for p in demo_comments().values())


def test_a_civil_comment_is_voted_down_and_a_hostile_one_up() -> None:
    by_text = {entry["text"]: entry for entry in gold_entries() if "thread" in entry}
    judged = [
        (by_text[text], prepared.comment.votes)
        for (_, text), prepared in demo_comments().items()
        if text in by_text and prepared.comment.votes is not None
    ]
    assert any(e["level"] == 0 and (v.up or 0) < (v.down or 0) for e, v in judged)
    assert any((e["level"] or 0) >= 2 and (v.up or 0) > (v.down or 0) for e, v in judged)


def test_the_gold_set_judges_every_label_with_known_facets_and_valid_places() -> None:
    entries = gold_entries()
    assert 60 <= len(entries) <= 100
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        assert set(entry["labels"]) == set(LABEL_KEYS)
        for key, facets in entry["facets"].items():
            for facet in facets:
                assert label(key).facet(facet)
        for spans in entry["phrases"].values():
            for start, end in spans:
                assert entry["text"][start:end].strip()
                assert 0 <= start < end <= len(entry["text"])


def test_the_gold_set_and_the_examples_show_every_facet() -> None:
    shown = {(k, f) for e in gold_entries() for k, facets in e["facets"].items() for f in facets}
    shown |= {(la.key, f) for la in LABELS for e in la.examples for f in e.facets}
    levels = {("possible_hostility", f"level_{e['level']}") for e in gold_entries() if e["level"]}
    asked = {(la.key, facet.key) for la in LABELS for facet in la.facets}
    assert asked - shown - levels == set()


def test_the_default_profile_covers_every_label() -> None:
    profile = default_profile()
    assert (profile.name, profile.version) == ("default", 1)
    assert set(profile.thresholds) == set(LABEL_KEYS)


def test_every_word_list_is_used_by_a_rule() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in (seeds_dir().parent / "analysis" / "labels").glob("*.py")
    )
    unused = [name for name in shipped_word_lists().lists if f'"{name}"' not in sources]
    assert unused == []
