"""The pool's readings: hashes, digits and places only; joined to texts, averaged over readers."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from written_corpora import table

from analysis.training.corpora import CORPORA
from analysis.training.corpora.pool import (
    CAREFUL,
    DEV,
    OWN_EXPERIENCE,
    POOL,
    QUESTIONS,
    TEST,
    WHOLE,
    read_experience_file,
    read_pool,
    read_pool_file,
)
from analysis.training.corpora.readings import hash_of
from analysis.training.corpora.sentences import cut, read_sentences, read_sentences_file
from analysis.training.example import split_of
from analysis.training.pool_agreement import (
    agreement_lines,
    careful_lines,
    kappa,
    twice_read,
)

RUDE = "Bless the mayor, that pompous windbag, and his new bridge."
ODD = "First line.[linebreak]Second line."
LATER = "I drove that bus for nine years. It never ran late! Who says so?"
TALK = "No, the infobox does not need a fourth flag."
FOREIGN = "Der Bus kam nie zu spät, sage ich Ihnen."
_HEADER = ["key", "source", "via", "reader", "digits", "hos", "gen", "dis", "evi"]
_POOL = ["source", "id", "lang", "text", "parent_text", "title", "context", "labels", "split_key"]


@pytest.fixture
def corpora(tmp_path, monkeypatch):
    table(
        tmp_path / "permissive" / "grading_pool_en.csv",
        _POOL,
        [["cmv_adhominem", "1", "en", RUDE, "The bridge is fine.", "", "", "{}", "s1"]],
    )
    for name in WHOLE:
        rows = [["cmv_adhominem", "2", "en", LATER, "Buses are late.", "", "", "{}", "s1"],
                ["cmv_adhominem", "3", "de", FOREIGN, "", "", "", "{}", "s2"]]  # fmt: skip
        table(
            tmp_path / "permissive" / f"{name}.csv", _POOL, rows if name == "cmv_adhominem" else []
        )
    table(tmp_path / "toxic_spans" / "comments.csv", ["comment_id", "comment_text"], [])
    table(tmp_path / "cad" / "train.csv", ["id", "text", "labels"], [["t-1", ODD, "Neutral"]])
    table(
        tmp_path / "context_toxicity" / "gc.csv",
        ["id", "text", "parent", "label"],
        [["1", TALK, "Let us add the flag.", "0"]],
    )
    readings = tmp_path / "readings.csv"
    start = RUDE.index("pompous windbag")
    table(
        readings,
        _HEADER,
        [
            [hash_of(RUDE), "cmv_adhominem", "v", 1, "999000", f"{start}-{start + 15}", "", "", ""],
            [hash_of(RUDE), "cmv_adhominem", "v", 2, "977000", f"{start}-{start + 15}", "", "", ""],
            [hash_of(ODD), "cad", "v", 1, "000000", "", "", "", ""],
            ["0" * 16, "cad", "v", 1, "000000", "", "", "", ""],
            [hash_of(LATER), "cmv_adhominem", "v", 3, "700008", "", "", "", "2-31"],
            [hash_of(FOREIGN), "cmv_adhominem", "v", 3, "700000", "", "", "", ""],
            [hash_of(TALK), "context_toxicity", "v", 3, "910000", "", "", "0-2", ""],
        ],
    )
    experience = tmp_path / "experience.csv"
    table(
        experience,
        ["key", "source", "reader", "digit"],
        [[hash_of(LATER), "cmv_adhominem", 3, 9], [hash_of(LATER), "cmv_adhominem", 4, 6]],
    )
    read = tmp_path / "sentences.csv"
    table(
        read,
        ["comment", "sentence", "source", "reader", "digits"],
        [[hash_of(LATER), hash_of(cut(LATER)[0]), "cmv_adhominem", 5, "009"],
         [hash_of(LATER), hash_of(cut(LATER)[2]), "cmv_adhominem", 5, "730"]],
    )  # fmt: skip
    monkeypatch.setattr("analysis.training.corpora.pool.read_pool_file",
                        lambda: read_pool_file(readings))  # fmt: skip
    monkeypatch.setattr("analysis.training.corpora.pool.read_experience_file",
                        lambda: read_experience_file(experience))  # fmt: skip
    monkeypatch.setattr("analysis.training.corpora.sentences.read_sentences_file",
                        lambda: read_sentences_file(read))  # fmt: skip
    return tmp_path


def test_a_text_read_twice_is_one_example_with_the_readers_mean_and_its_parent(corpora):
    rude, odd = (e for e in read_pool(corpora) if e.text not in (LATER, TALK))
    assert rude.parent == "The bridge is fine."
    assert rude.targets["possible_hostility"] == pytest.approx(0.85)
    assert rude.targets["hostility.severe"] == pytest.approx(0.05)
    ((start, end),) = rude.spans["possible_hostility"]
    assert rude.text[start:end] == "pompous windbag"
    assert rude.spans["generalization"] == ()
    assert "disagreement" not in rude.spans  # held to be there, but no phrase was given
    assert odd.text == "First line.\nSecond line."


def test_a_careful_reading_counts_twice_and_says_nothing_of_agreement(corpora, monkeypatch):
    from analysis.training.corpora import pool

    quick = pool.read_pool_file()
    careful = replace(
        quick[0], via=f"{CAREFUL}, two differed", reader=60, digits=(9, 9, 3, 0, 0, 0)
    )
    monkeypatch.setattr(pool, "read_pool_file", lambda: [*quick, careful])
    rude = next(e for e in pool.read_pool(corpora) if e.text == RUDE)
    assert rude.targets["possible_hostility"] == pytest.approx(((9 + 7 + 2 * 3) / 4 + 0.5) / 10)
    texts = pool.pool_texts(corpora, {careful.key})
    assert twice_read([*quick, careful], texts) == twice_read(quick, texts)
    assert twice_read([quick[0], careful], texts) == []
    _, _, row = careful_lines([*quick, careful])  # they said 9 and 7 of hostility, it says 3
    cells = [cell.strip().split()[0] for cell in row.strip("|").split("|")[1:]]
    assert cells == ["1", "1.00", "1.00", "0.00", "1.00", "1.00", "1.00"]


def test_a_text_beyond_the_proposed_ones_stays_with_its_thread_and_tells_of_experience(corpora):
    rude, later, _, _ = read_pool(corpora)  # the German one is no text of the pool
    assert later.text == LATER
    assert later.group == rude.group
    assert later.targets[OWN_EXPERIENCE] == pytest.approx(0.8)
    assert OWN_EXPERIENCE not in rude.targets


def test_a_comment_of_a_talk_page_is_read_with_what_it_answers(corpora):
    talk = next(e for e in read_pool(corpora) if e.text == TALK)
    assert talk.parent == "Let us add the flag."
    assert talk.targets["disagreement"] == pytest.approx(0.95)


def test_a_sentence_is_held_out_where_its_thread_is_and_shares_add_up(corpora):
    whole = next(e for e in read_pool(corpora) if e.text == LATER)
    first, last = read_sentences(corpora)
    assert first.text == "I drove that bus for nine years."
    assert first.targets["verifiability.experiential"] == 1.0
    assert last.text == "Who says so?"
    assert last.targets["verifiability.unverifiable"] == pytest.approx(0.7)
    assert sum(last.targets.values()) == pytest.approx(1.0)
    assert {first.forced_split, last.forced_split} == {split_of(whole, dev=DEV, test=TEST)}


def test_the_files_of_later_readings_hold_hashes_and_digits_only():
    known = {row.key for row in read_pool_file()}
    experience = read_experience_file()
    assert len(experience) > 5000
    assert experience.keys() <= known
    assert {d for digits in experience.values() for d in digits} <= set(range(10))
    rows = read_sentences_file()
    assert len(rows) > 1500
    for row in rows:
        assert re.fullmatch(r"[0-9a-f]{16} [0-9a-f]{16}", f"{row.comment} {row.sentence}")
        assert len(row.digits) == 3
        assert 8 <= sum(row.digits) <= 10


def test_the_file_holds_no_text_and_its_digits_are_ordered():
    rows = read_pool_file()
    assert len(rows) > 5000
    for row in rows:
        assert re.fullmatch(r"[0-9a-f]{16}", row.key)
        assert len(row.digits) == len(QUESTIONS)
        assert row.digits[1] >= row.digits[2] >= row.digits[3]
        assert all(start < end for start, end in row.phrases.values())
    header = POOL.read_text(encoding="utf-8").splitlines()[0]
    assert header == ",".join(_HEADER)


def test_what_the_pool_holds_is_licensed_for_the_open_recipe():
    assert CORPORA["readings_pool"].commercial
    assert CORPORA["readings_sentences"].commercial
    share_alike = {"stormfront", "told_br", "cimt", "ibm_argkp"}
    sources = {row.source for row in (*read_pool_file(), *read_sentences_file())}
    assert not share_alike & sources


def test_agreement_is_told_for_texts_that_two_readers_read_and_nothing_else(corpora):
    from analysis.training.corpora import pool

    readings = pool.read_pool_file()
    texts = pool.pool_texts(corpora, {r.key for r in readings})
    rows = twice_read(readings, texts)
    assert [row.text.text for row in rows] == [RUDE]
    assert "| all | 1 | too few" in "\n".join(agreement_lines(rows))
    assert kappa([1, 1, 0, 0], [1, 1, 0, 0]) == 1.0
    assert kappa([1, 0, 1, 0], [1, 1, 0, 0]) == 0.0
    assert json.dumps(kappa([1, 1], [1, 1])) == "0.0"
