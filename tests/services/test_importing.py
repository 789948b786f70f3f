"""Importing: nothing twice, nothing lost, every edit kept."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripted import ScriptedPipeline, filled, numbers, write_comments
from thoroughness import examples

from analysis.domain.errors import BadInput
from analysis.domain.review import Queue, QueueFilter
from analysis.services.data.imports import import_file, quarantined
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import queue_counts, queue_page
from analysis.services.moderation.review import review
from analysis.storage.database import Store, open_store
from dashboard.texts import queue_words


def _counts(report: object) -> tuple[int, ...]:
    return tuple(getattr(report, n) for n in ("new", "unchanged", "revised", "erased"))


def test_the_same_file_twice_adds_nothing(store: Store, tmp_path: Path) -> None:
    path = write_comments(tmp_path / "a.jsonl", ["First!", "Second.", "Third?"])
    assert _counts(import_file(store, path)) == (3, 0, 0, 0)
    assert _counts(import_file(store, path)) == (0, 3, 0, 0)
    assert queue_counts(store)[Queue.ALL] == 3


def test_overlapping_files_add_what_is_new(store: Store, tmp_path: Path) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", {"c1": "One", "c2": "Two"}))
    later = write_comments(tmp_path / "b.jsonl", {"c2": "Two", "c3": "Three"})
    assert _counts(import_file(store, later)) == (1, 1, 0, 0)


def test_the_same_id_under_another_article_is_another_comment(store: Store, tmp_path: Path) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", {"1": "One"}))
    other = write_comments(tmp_path / "b.jsonl", {"1": "One"}, thread_id="buses", title="Buses")
    assert _counts(import_file(store, other)) == (1, 0, 0, 0)


def test_an_edited_comment_becomes_a_revision_and_waits_for_findings(
    store: Store, tmp_path: Path
) -> None:
    number = filled(store, tmp_path, {"c1": "Trams are fine. h=0.9"})["c1"]
    edited = write_comments(tmp_path / "b.jsonl", {"c1": "Trams are lovely. h=0.1"})
    assert _counts(import_file(store, edited)) == (0, 0, 1, 0)
    view = review(store, number)
    assert [r.text for r in view.revisions] == [
        "Trams are fine. h=0.9",
        "Trams are lovely. h=0.1",
    ]
    assert view.comment.text == "Trams are lovely. h=0.1"
    assert view.labels == {}
    assert "Edited" in queue_words(view.reasons) or "Not labelled" in queue_words(view.reasons)
    assert score(store, ScriptedPipeline()).scored == 1
    assert review(store, number).labels["possible_hostility"].probability == 0.1


def test_the_older_file_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    old = write_comments(tmp_path / "old.jsonl", {"c1": "First version"})
    new = write_comments(tmp_path / "new.jsonl", {"c1": "Second version"})
    for path in (old, new):
        import_file(store, path)
    assert _counts(import_file(store, old)) == (0, 1, 0, 0)
    assert review(store, numbers(store)["c1"]).comment.text == "Second version"


def test_one_id_with_two_texts_in_a_file_is_a_comment_with_two_revisions(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    lines = [{"id": "c1", "text": text, "thread_id": "trams"} for text in ("Before", "After")]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert _counts(import_file(store, path)) == (1, 0, 1, 0)
    assert [r.text for r in review(store, 1).revisions] == ["Before", "After"]


def test_votes_follow_the_latest_reading(store: Store, tmp_path: Path) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", {"c1": "One"}, up=3, down=1))
    import_file(store, write_comments(tmp_path / "b.jsonl", {"c1": "One"}, up=8, down=1))
    votes = review(store, 1).comment.votes
    assert votes is not None
    assert (votes.up, votes.down) == (8, 1)


def test_votes_and_status_stay_where_a_later_file_names_none(store: Store, tmp_path: Path) -> None:
    full, bare = tmp_path / "full.csv", tmp_path / "bare.csv"
    full.write_text("id,thread,text,up_votes,status\nc1,t,One,5,approved\n")
    bare.write_text("id,thread,text\nc1,t,One\n")
    for path in (full, bare):
        import_file(store, path)
    comment = review(store, 1).comment
    assert comment.votes is not None
    assert (comment.votes.up, comment.platform_status) == (5, "approved")


@pytest.mark.parametrize(
    "text",
    [
        "nul \x00 inside",
        "controls \x01\x1f\x7f and \u202e bidi",
        "emoji 👍🏽 and 𝒻𝒶𝓃𝒸𝓎",
        "private \ue000 use \ue0000000",
        "  spaces \t\u00a0 stay  ",
        "line\r\nends\rstay\n",
        "e\u0301 is not é",
    ],
)
def test_originals_come_back_to_the_character(store: Store, tmp_path: Path, text: str) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", {"c1": text}))
    view = review(store, 1)
    assert view.comment.text == text
    assert view.revisions[0].sha256 == view.comment.sha256


def test_a_broken_line_is_set_aside_once_and_the_rest_is_stored(
    store: Store, tmp_path: Path
) -> None:
    path = write_comments(tmp_path / "a.jsonl", ["One", "Two"])
    path.write_text(path.read_text() + '{"id": broken\n')
    for _ in range(2):
        report = import_file(store, path)
        assert report.quarantined == 1
    assert [q.position for q in report.quarantine] == ["line 3"]
    kept, total = quarantined(store)
    assert (total, kept[0].file, kept[0].position) == (1, "a.jsonl", "line 3")
    assert queue_counts(store)[Queue.ALL] == 2


def test_an_interrupted_import_is_completed_by_running_it_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.services.data.imports.BATCH", 4)
    path = write_comments(tmp_path / "a.jsonl", [f"Comment {n}" for n in range(20)])

    def stop(done: int, _total: int | None) -> None:
        if done >= 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(store, path, progress=stop)
    kept = queue_counts(store)[Queue.ALL]
    assert 8 <= kept < 20
    assert _counts(import_file(store, path)) == (20 - kept, kept, 0, 0)
    items = queue_page(store, QueueFilter(queue=Queue.ALL)).items
    assert sorted(item.platform_id for item in items) == sorted(f"c{n}" for n in range(1, 21))


def test_what_is_no_file_is_refused_in_a_sentence(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        import_file(store, tmp_path / "missing.jsonl")


READINGS = st.lists(
    st.dictionaries(
        st.sampled_from(["c1", "c2", "c3"]),
        st.sampled_from(["one", "two", "three"]),
        min_size=1,
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.heavy
@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(READINGS)
def test_reading_any_files_twice_equals_reading_them_once(
    sqlite_template: Path, readings: list[dict[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "a.db").write_bytes(sqlite_template.read_bytes())
        store = open_store(f"sqlite:///{place / 'a.db'}")
        paths = [write_comments(place / f"{n}.jsonl", texts) for n, texts in enumerate(readings)]
        for path in paths:
            import_file(store, path)
        once = {key: review(store, n).revisions for key, n in numbers(store).items()}
        for path in paths:
            assert _counts(import_file(store, path))[::2] == (0, 0)
        again = {key: review(store, n).revisions for key, n in numbers(store).items()}
        assert again == once
        for key, revisions in once.items():
            seen = list(dict.fromkeys(texts[key] for texts in readings if key in texts))
            assert [revision.text for revision in revisions] == seen
        store.close()
