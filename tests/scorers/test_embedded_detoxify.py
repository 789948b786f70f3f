"""An exported Detoxify says what Detoxify says, within the stated tolerance."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from later import Later, needs

from analysis.domain.errors import BadInput, NotInstalled
from analysis.scorers.embedded_detoxify import ExportedDetoxify

pytestmark = needs("torch", "transformers", "detoxify", "onnx")
torch = Later("torch")
transformers = Later("transformers")
detoxify_export = Later("analysis.training.detoxify_export")

CLASSES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
WORDS = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "many", "all", "are", "idiots",
    "teachers", "cyclists", "a", "b", ".",
]  # fmt: skip


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("detoxify")
    base = folder / "base"
    base.mkdir()
    (base / "vocab.txt").write_text("\n".join(WORDS) + "\n")
    config = transformers.BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64, num_labels=len(CLASSES),
    )  # fmt: skip
    torch.manual_seed(0)
    model = transformers.BertForSequenceClassification(config).eval()
    with torch.no_grad():
        model.classifier.weight.mul_(40)
    config.save_pretrained(base)
    (base / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "BertTokenizer", "model_max_length": 64})
    )
    arch = {
        "type": "BERT",
        "args": {
            "num_classes": len(CLASSES),
            "model_type": str(base),
            "model_name": "BertForSequenceClassification",
            "tokenizer_name": "BertTokenizer",
        },
    }
    path = folder / "tiny.ckpt"
    torch.save(
        {
            "config": {"arch": arch, "dataset": {"args": {"classes": CLASSES}}},
            "state_dict": model.state_dict(),
        },
        path,
    )
    return path


def run(out: Path, checkpoint: Path, *, tolerance: float = 0.05, sha256: str | None = None):
    return detoxify_export.export(
        out, checkpoint=checkpoint, sha256=sha256, variant="original", allow_download=False,
        tolerance=tolerance,
    )  # fmt: skip


def test_scores_stay_within_the_tolerance_and_the_names_are_kept(tmp_path, checkpoint):
    done = run(tmp_path / "export", checkpoint)
    assert done.largest_shift <= 0.05
    exported = ExportedDetoxify(tmp_path / "export", threads=1)
    assert exported.classes == (
        "toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack",
    )  # fmt: skip
    one = exported.predict(detoxify_export.PROBES[:1])
    assert all(isinstance(column, list) and len(column) == 1 for column in one.values())
    assert exported.manifest["largest_shift"] == done.largest_shift


def test_too_large_a_shift_leaves_nothing_behind(tmp_path, checkpoint):
    with pytest.raises(BadInput, match="nothing was written"):
        run(tmp_path / "export", checkpoint, tolerance=0.0)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_digest_is_refused_before_loading(tmp_path, checkpoint):
    with pytest.raises(BadInput, match="SHA-256"):
        run(tmp_path / "export", checkpoint, sha256="0" * 64)


def test_a_changed_export_is_refused(tmp_path, checkpoint):
    run(tmp_path / "export", checkpoint)
    (tmp_path / "export" / "tokenizer.json").write_text("{}")
    with pytest.raises(BadInput, match=r"tokenizer\.json"):
        ExportedDetoxify(tmp_path / "export")


def test_no_export_is_one_clear_sentence(tmp_path):
    with pytest.raises(NotInstalled, match="export-detoxify"):
        ExportedDetoxify(tmp_path)
