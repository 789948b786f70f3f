"""Detoxify's real code path, with a tiny checkpoint that is made here; and its absence."""

from __future__ import annotations

import importlib.util
import json
import socket
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from analysis.domain.errors import BadInput, NotInstalled
from analysis.domain.finding import Status
from analysis.scorers import detoxify, detoxify_weights
from analysis.scorers.detoxify import (
    MAX_CHARACTERS,
    DetoxifyScorer,
    hostility,
    predict,
    split_to_fit,
)
from analysis.scorers.detoxify_weights import file_sha256

sys.path.append(str(Path(__file__).resolve().parent.parent / "pipeline"))
from fakes import prepared

HAS_DETOXIFY = all(importlib.util.find_spec(name) for name in ("torch", "detoxify"))
full_only = pytest.mark.skipif(not HAS_DETOXIFY, reason="light set-up: torch is not installed")
CLASSES = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
WORDS = ("you", "are", "an", "idiot", "the", "bridge", "opens", "in", "may", "hello")


def make_checkpoint(
    folder: Path,
    *,
    name: str = "tiny.ckpt",
    model_type: str | None = None,
    tells_its_limit: bool = False,
) -> Path:
    """A random two-layer BERT with Detoxify's checkpoint layout, on which "idiot" stands out."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    base = folder / "base"
    base.mkdir(exist_ok=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    (base / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    told = {"tokenizer_class": "BertTokenizer", "do_lower_case": True}
    (base / "tokenizer_config.json").write_text(
        json.dumps(told | ({"model_max_length": 32} if tells_its_limit else {}))
    )
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=32, num_labels=len(CLASSES),
    )  # fmt: skip
    config.save_pretrained(base)
    model = BertForSequenceClassification(config)
    # Random scores all lie near 0.5; a second of training makes "idiot" count.
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    words = torch.randint(5, len(vocabulary) - 1, (64, 8))
    words[::2, 3] = vocabulary.index("idiot")
    words[:, 0], words[:, -1] = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
    bad = (words == vocabulary.index("idiot")).any(dim=1, keepdim=True).float()
    for _ in range(40):
        logits = model(input_ids=words).logits
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, bad.expand(-1, 6))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    arguments = {
        "num_classes": len(CLASSES), "model_type": model_type or str(base),
        "model_name": "BertForSequenceClassification", "tokenizer_name": "BertTokenizer",
    }  # fmt: skip
    content = {
        "config": {"arch": {"args": arguments}, "dataset": {"args": {"classes": list(CLASSES)}}},
        "state_dict": model.state_dict(),
    }
    file = folder / name
    torch.save(content, file)
    return file


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkpoint(tmp_path_factory.mktemp("detoxify"))


@pytest.fixture(autouse=True)
def _empty_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever weights lie on this machine, a test sees none of them, and no network."""

    def refuse(*_: Any, **__: Any) -> None:
        raise socket.gaierror("a test asked for the network")

    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.slow
@full_only
def test_a_given_checkpoint_is_scored_by_the_real_detoxify(checkpoint: Path) -> None:
    from detoxify import Detoxify

    scorer = DetoxifyScorer(checkpoint=checkpoint, sha256=file_sha256(checkpoint))
    assert scorer.info.available
    assert scorer.info.digest == file_sha256(checkpoint)
    texts = ["the bridge opens in may", "you are an idiot", "hello"]
    findings = [f for (f,) in scorer.score([prepared(t) for t in texts])]
    upstream = Detoxify(checkpoint=str(checkpoint)).predict(texts)
    for position, finding in enumerate(findings):
        assert finding.status is Status.SCORED
        assert finding.label == "possible_hostility"
        for name, column in upstream.items():
            assert finding.facet_scores[f"detoxify.{name}"] == pytest.approx(
                column[position], abs=1e-5
            )
        assert finding.evidence == ()
        assert "no evidence spans" in str(finding.detail)
    calm, rude, hello = (float(finding.probability or 0) for finding in findings)
    assert rude > 0.8 > 0.3 > max(calm, hello)
    assert findings[1].facets == ("insult", "threat", "identity_attack")
    assert findings[0].facets == ()


@pytest.mark.slow
@full_only
@pytest.mark.parametrize("count", [0, 1, 2, 17])
def test_any_number_of_comments_gives_as_many_answers(checkpoint: Path, count: int) -> None:
    scorer = DetoxifyScorer(checkpoint=checkpoint)
    batch = [prepared("hello " + "bridge " * n) for n in range(count)]
    together = [f.probability for (f,) in scorer.score(batch)]
    alone = [scorer.score([comment])[0][0].probability for comment in batch]
    assert together == pytest.approx(alone, abs=1e-5)


@pytest.mark.slow
@full_only
def test_a_long_comment_is_read_to_its_end(checkpoint: Path) -> None:
    scorer = DetoxifyScorer(checkpoint=checkpoint)
    calm = "the bridge opens in may " * 20
    ends_badly = calm + "you are an idiot"
    [(long,)] = scorer.score([prepared(ends_badly)])
    [(without,)] = scorer.score([prepared(calm)])
    assert "pieces" in str(long.detail)
    assert float(long.probability or 0) > 0.8 > 0.3 > float(without.probability or 1)


@full_only
def test_an_export_answers_like_the_original_and_needs_no_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint = make_checkpoint(tmp_path, tells_its_limit=True)
    from analysis.training.detoxify_export import export

    folder = tmp_path / "export"
    export(folder, checkpoint=checkpoint, sha256=None, variant="original", allow_download=False,
           tolerance=0.2)  # fmt: skip
    batch = [prepared("you are an idiot"), prepared("the bridge opens in may " * 20 + "idiot")]
    original = DetoxifyScorer(checkpoint=checkpoint)
    expected = [finding.probability for (finding,) in original.score(batch)]
    monkeypatch.setattr(detoxify_weights.importlib.util, "find_spec", lambda name: None)
    scorer = DetoxifyScorer(checkpoint=folder)
    assert scorer.info.available
    assert scorer.info.version.endswith("/export")
    findings = [finding for (finding,) in scorer.score(batch)]
    assert [f.probability for f in findings] == pytest.approx(expected, abs=0.2)
    assert "pieces" in str(findings[1].detail)
    with pytest.raises(BadInput, match="expected 1234"):
        DetoxifyScorer(checkpoint=folder, sha256="1234")


@full_only
def test_a_comment_without_own_words_is_an_abstention(checkpoint: Path) -> None:
    scorer = DetoxifyScorer(checkpoint=checkpoint)
    (empty,), (hello,) = scorer.score([prepared("  \n "), prepared("hello")])
    assert empty.status is Status.ABSTAINED
    assert hello.status is Status.SCORED


@full_only
def test_a_wrong_hash_is_refused_before_anything_is_loaded(checkpoint: Path) -> None:
    with pytest.raises(BadInput, match="expected 1234"):
        DetoxifyScorer(checkpoint=checkpoint, sha256="1234")


@full_only
def test_a_file_that_could_run_code_is_refused_without_its_hash(tmp_path: Path) -> None:
    import torch

    file = tmp_path / "evil.ckpt"
    torch.save({"config": types.SimpleNamespace(a=1), "state_dict": {}}, file)
    scorer = DetoxifyScorer(checkpoint=file)
    with pytest.raises(BadInput, match="could run code"):
        scorer.score([prepared("hello")])


@full_only
def test_a_hub_name_inside_the_checkpoint_fails_fast_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_checkpoint(tmp_path, model_type="bert-base-uncased")
    scorer = DetoxifyScorer(checkpoint=file)
    with pytest.raises(NotInstalled, match="could not be loaded"):
        scorer.score([prepared("hello")])
    monkeypatch.setattr(scorer, "_load", lambda: pytest.fail("tried again"))
    with pytest.raises(NotInstalled, match="could not be loaded"):
        scorer.score([prepared("hello")])


@full_only
@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\x03\x04broken"])
def test_a_file_that_is_no_checkpoint_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.ckpt"
    file.write_bytes(content)
    with pytest.raises((NotInstalled, BadInput)):
        DetoxifyScorer(checkpoint=file).score([prepared("hello")])


@full_only
def test_weights_that_already_lie_in_the_hubs_cache_are_found(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = file_sha256(checkpoint)
    name = f"toxic_original-{digest[:8]}.ckpt"
    monkeypatch.setitem(detoxify_weights.VARIANTS, "original", (name, "bert-base-uncased"))
    cached = tmp_path / "torch" / "hub" / "checkpoints" / name
    cached.parent.mkdir(parents=True)
    cached.write_bytes(checkpoint.read_bytes())
    assert "tokenizer and configuration" in str(DetoxifyScorer().info.note)
    (tmp_path / "hub" / "models--bert-base-uncased").mkdir(parents=True)
    scorer = DetoxifyScorer()
    assert scorer.info.available
    assert scorer.score([prepared("hello")])[0][0].status is Status.SCORED


@full_only
def test_cached_weights_with_another_hash_are_not_loaded(checkpoint: Path, tmp_path: Path) -> None:
    name, base = detoxify_weights.VARIANTS["original"]
    cached = tmp_path / "torch" / "hub" / "checkpoints" / name
    cached.parent.mkdir(parents=True)
    cached.write_bytes(checkpoint.read_bytes())
    (tmp_path / "hub" / f"models--{base}").mkdir(parents=True)
    with pytest.raises(BadInput, match="expected c1212f89"):
        DetoxifyScorer().score([prepared("hello")])


@full_only
def test_without_weights_it_says_so_and_nothing_pretends() -> None:
    scorer = DetoxifyScorer()
    assert not scorer.info.available
    assert str(scorer.info.note).startswith("Detoxify: not installed here")
    assert "--allow-download" in str(scorer.info.note)
    [(finding,)] = scorer.score([prepared("you are an idiot")])
    assert (finding.status, finding.probability) == (Status.ABSTAINED, None)


def test_without_the_packages_it_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detoxify_weights.importlib.util, "find_spec", lambda name: None)
    scorer = DetoxifyScorer()
    assert "the package torch and detoxify" in str(scorer.info.note)
    assert not scorer.info.available


@full_only
def test_a_download_happens_only_after_a_yes(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def download(variant: str, prefix: str) -> Path:
        asked.append((variant, prefix))
        return checkpoint

    monkeypatch.setattr(detoxify, "_download", download)
    DetoxifyScorer().score([prepared("hello")])
    assert asked == []
    allowed = DetoxifyScorer(allow_download=True)
    assert allowed.info.available
    assert "will be downloaded" in str(allowed.info.note)
    with pytest.raises(BadInput, match="expected c1212f89"):  # what came is not what was expected
        allowed.score([prepared("hello")])
    assert asked == [("original", "c1212f89")]


@full_only
def test_a_download_that_fails_is_said_in_words() -> None:
    scorer = DetoxifyScorer(allow_download=True)
    with pytest.raises(NotInstalled, match="could not be loaded"):
        scorer.score([prepared("hello")])


def test_a_checkpoint_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        DetoxifyScorer(checkpoint=tmp_path / "gone.ckpt")


def test_an_unknown_variant_names_the_nearest() -> None:
    with pytest.raises(BadInput, match="did you mean 'unbiased'"):
        DetoxifyScorer(variant="unbiasd")


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"insult": 0.9, "toxicity": 0.95}, 0.9),
        ({"threat": 0.6}, 0.6),
        ({"identity_attack": 0.7, "insult": 0.2}, 0.7),
        ({"toxicity": 1.0, "obscene": 1.0}, 0.5),  # profanity without a target stays "perhaps"
        ({"obscene": 1.0}, 0.0),
    ],
)
def test_hostility_is_what_the_codebook_calls_hostility(
    scores: dict[str, float], expected: float
) -> None:
    assert hostility(scores) == pytest.approx(expected)


class Upstream:
    """Returns what detoxify 0.5.4 returns: bare floats for one text, IndexError for none."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def predict(self, texts: list[str]) -> dict[str, Any]:
        self.sizes.append(len(texts))
        values = [len(text) / 100 for text in texts]
        return {"insult": values[0] if len(values) == 1 else values}


@pytest.mark.parametrize("count", [0, 1, 8, 9, 20])
def test_batches_are_small_and_answers_keep_their_order(count: int) -> None:
    model = Upstream()
    texts = ["x" * ((n * 7) % 31 + 1) for n in range(count)]
    answers = predict(model, texts)
    assert [a["insult"] for a in answers] == [len(t) / 100 for t in texts]
    assert all(1 <= size <= 8 for size in model.sizes)


@pytest.mark.parametrize("text", ["", "x", "a b c d e f g", "x" * 50, "one  two\nthree " * 9])
def test_pieces_join_to_the_whole_text(text: str) -> None:
    pieces = list(split_to_fit(text, lambda piece: len(piece) <= 6))
    assert "".join(pieces) == text
    assert all(len(piece) <= 6 for piece in pieces)


def test_the_cap_is_told() -> None:
    finding = detoxify._finding({"insult": 0.1}, pieces=3, cut=True)
    assert str(MAX_CHARACTERS) in str(finding.detail)
