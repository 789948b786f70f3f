"""A teacher's answers beside a corpus's own, and its encoder behind the small one's face."""

from __future__ import annotations

import numpy as np
import pytest
from later import Later, needs
from written_corpora import table

from analysis.training.batching import Encoded
from analysis.training.corpora.pool import DEV, TEST, PoolReading
from analysis.training.corpora.readings import hash_of
from analysis.training.corpora.unread import SHARES, read_unread
from analysis.training.example import Example, split_of
from analysis.training.heads import layout_for

pytestmark = needs("torch", "transformers")
torch = Later("torch")
transformers = Later("transformers")
networks = Later("analysis.training.network")
teachers = Later("analysis.training.teacher")
teaching = Later("analysis.training.teaching")

TARGETS = {"possible_hostility", "sbic.group", "disagreement", "verifiability.experiential"}
LAYOUT = layout_for(TARGETS, {"toxic", "possible_hostility"})
NOTHING_KNOWN = float("nan")


def item(length: int = 4, *, parent: int = 0, words=None, **answers: float) -> Encoded:
    targets = np.full(len(LAYOUT.logits), np.nan, dtype=np.float32)
    for name, value in answers.items():
        targets[LAYOUT.logits.index(name.replace("__", "."))] = value
    types = np.array([0] * length + [1] * parent, dtype=np.int64)
    return Encoded(np.arange(2, 2 + length + parent), types, targets, words)


def softened(example: Encoded, *, logit: float = 0.0, word_logit: float = 0.0) -> Encoded:
    logits = np.full(len(LAYOUT.logits), logit, dtype=np.float32)
    words = np.full((len(example.ids), 2), word_logit, dtype=np.float32)
    return teaching.softened(example, logits, words, LAYOUT)


def answer(example: Encoded, name: str) -> float:
    return float(example.targets[LAYOUT.logits.index(name)])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "expected"), [(1.0, 0.65), (0.0, 0.35), (0.5, 0.5), (NOTHING_KNOWN, 0.5)]
)
def test_where_a_corpus_answers_the_pupil_learns_more_from_the_teacher(told, expected):
    taught = softened(item(possible_hostility=told), logit=0.0)
    assert answer(taught, "possible_hostility") == pytest.approx(expected)


@pytest.mark.slow
def test_a_corpus_s_own_head_is_not_answered_for_other_corpora():
    taught = softened(item(disagreement=1.0), logit=3.0)
    assert np.isnan(answer(taught, "sbic.group"))
    assert answer(softened(item(sbic__group=0.0)), "sbic.group") == pytest.approx(0.35)


def test_classes_that_exclude_each_other_still_add_up_to_one():
    known = dict.fromkeys(("unverifiable", "non_experiential"), 0.0)
    example = item(
        verifiability__experiential=1.0, **{f"verifiability__{c}": v for c, v in known.items()}
    )
    where = LAYOUT.softmax_slice("verifiability")
    taught = softened(example).targets[where]
    assert taught.sum() == pytest.approx(1.0)
    assert answer(softened(example), "verifiability.experiential") == pytest.approx(0.3 + 0.7 / 3)
    assert np.isnan(softened(item()).targets[where]).all()


def test_words_are_answered_for_the_comment_alone_and_not_for_its_ends_or_its_parent():
    taught = softened(item(4, parent=2), word_logit=0.0).token_targets
    assert np.isnan(taught[[0, 3, 4, 5]]).all()
    assert taught[1:3] == pytest.approx(0.5)


def test_words_that_a_corpus_marked_weigh_more_than_the_teacher_s():
    words = np.array([[np.nan] * 2, [1.0, np.nan], [0.0, np.nan], [np.nan] * 2], dtype=np.float32)
    taught = softened(item(4, words=words), word_logit=0.0).token_targets
    assert taught[1] == pytest.approx([0.85, 0.5])
    assert taught[2] == pytest.approx([0.15, 0.5])


@pytest.fixture(scope="module")
def teacher():
    torch.manual_seed(0)
    config = transformers.MPNetConfig(
        vocab_size=30_527, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=40,
    )  # fmt: skip
    model = transformers.MPNetModel(config, add_pooling_layer=False)
    encoder = teachers.FromBertIds(model)
    return networks.MultiTaskEncoder(LAYOUT, encoder=encoder).eval()


def test_the_teacher_reads_bert_s_pieces_as_its_own(teacher):
    # [CLS] word [SEP] [MASK] [UNK] [PAD] of BERT.
    ids = teacher.encoder.numbers[torch.tensor([101, 2000, 102, 103, 100, 0])]
    assert ids.tolist() == [0, 2004, 2, 30_526, 3, 1]


def test_the_teacher_s_answers_are_kept_for_a_run_that_goes_on(teacher, tmp_path):
    rows = [item(4, possible_hostility=1.0), item(5, parent=3)]
    file = tmp_path / "answers.npz"
    first = teaching.taught(teacher, rows, file)
    with torch.no_grad():
        for head in teacher.heads:
            head.bias.add_(9.0)
    again = teaching.taught(teacher, rows, file)
    for a, b in zip(first, again, strict=True):
        assert np.array_equal(a.targets, b.targets, equal_nan=True)
        assert np.array_equal(a.token_targets, b.token_targets, equal_nan=True)
        assert len(a.token_targets) == len(a.ids)


_POOL = ["source", "id", "lang", "text", "parent_text", "title", "context", "labels", "split_key"]


def test_unread_texts_come_from_no_thread_that_is_held_out(tmp_path, monkeypatch):
    def split(key: str) -> str:
        thread = Example("readings_pool", "", f"cmv_adhominem{key}", "")
        return split_of(thread, dev=DEV, test=TEST)

    threads = [str(n) for n in range(40)]
    kept = [t for t in threads if split(t) == "train"]
    texts = {t: f"A text that belongs to thread {t}." for t in threads}
    rows = [["cmv_adhominem", t, "en", texts[t], "", "", "", "{}", t] for t in threads]
    for language, text in (("de", "Ein Text aus einem Faden."), ("en", "Too short.")):
        rows.append(["cmv_adhominem", "x", language, text, "", "", "", "{}", kept[0]])
    for name in SHARES:
        table(
            tmp_path / "permissive" / f"{name}.csv", _POOL, rows if name == "cmv_adhominem" else []
        )
    table(tmp_path / "context_toxicity" / "gc.csv", ["id", "text", "parent", "label"], [])
    reading = PoolReading(hash_of(texts[kept[1]]), "cmv_adhominem", "", 1, (0,) * 6, {})
    monkeypatch.setattr("analysis.training.corpora.unread.read_pool_file", lambda: [reading])
    examples = list(read_unread(tmp_path))
    assert [e.text for e in examples] == [texts[t] for t in kept if t != kept[1]]
    assert all(not e.targets for e in examples)
