"""A model of a few words, made on the spot: it knows which word carries which label."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from analysis.scorers.embedded_manifest import (
    MANIFEST,
    MODEL_FILE,
    TOKENIZER_FILE,
    Manifest,
    ProductHead,
    Reading,
    sha256_of,
    to_json,
)
from analysis.training.speakers import speakers_of

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "idiot", "wrong", "everyone", "study", "nice", "tea")
LOGITS = (
    "possible_hostility", "ucc.sarcastic", "disagreement", "generalization",
    "constructive_evidence", "evidence.source", "pair.disagree", "pair.neutral", "pair.agree",
)  # fmt: skip
CHANNELS = ("toxic", "possible_hostility", "disagreement")
_SIGNS = {
    "idiot": {"possible_hostility": 6.0},
    "wrong": {"disagreement": 6.0, "pair.disagree": 4.0},
    "everyone": {"generalization": 6.0},
    "study": {"constructive_evidence": 6.0, "evidence.source": 6.0},
    "nice": {"pair.agree": 4.0, "ucc.sarcastic": 3.0},
}
_MARKS = {"idiot": {"toxic": 6.0, "possible_hostility": 6.0}, "wrong": {"disagreement": 6.0}}


#: The rows of the features: each is how often each word stands in the text, so that a head can
#: learn from any word, also from one that the shipped heads know nothing of.
FEATURE_GROUPS = ("mean", "hostility", "tone", "generalization", "evidence", "disagreement")


def write_tiny_model(
    folder: Path,
    *,
    labels: tuple[str, ...] | None = None,
    window: int = 16,
    features: bool = False,
    name: str = "embedded-tiny",
) -> Path:
    """Write model, tokenizer and manifest; ``labels`` limits what it answers.

    With ``features`` it gives what heads are trained on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_network(folder / MODEL_FILE, features=features)
    _write_tokenizer(folder / TOKENIZER_FILE)
    answered = labels or (
        "disagreement", "possible_hostility", "generalization", "constructive_evidence",
    )  # fmt: skip
    manifest = Manifest(
        name=name,
        recipe="tiny",
        licence="Apache-2.0",
        code_version="0",
        seed=0,
        files={name: sha256_of(folder / name) for name in (MODEL_FILE, TOKENIZER_FILE)},
        logits=LOGITS,
        softmax={"pair": ("disagree", "neutral", "agree")},
        channels=CHANNELS,
        labels={
            label: ProductHead(
                {label: 1.0},
                -3.0,
                ProductHead({label: 0.5, "pair.disagree": 0.5}, -1.5)
                if label == "disagreement"
                else None,
            )
            for label in answered
        },
        span_shares=dict.fromkeys(CHANNELS, 0.5),
        reading=Reading(window=window, stride=window // 2, most_windows=3, pair=8, parent=6),
        feature_groups=FEATURE_GROUPS if features else (),
        speakers=speakers_of(LOGITS, CHANNELS),
    )
    (folder / MANIFEST).write_text(json.dumps(to_json(manifest)), encoding="utf-8")
    return folder


def _table(signs: dict[str, dict[str, float]], names: tuple[str, ...]) -> np.ndarray:
    table = np.zeros((len(WORDS), len(names)), dtype=np.float32)
    for word, found in signs.items():
        for name, value in found.items():
            table[WORDS.index(word), names.index(name)] = value
    return table


def _write_network(path: Path, *, features: bool) -> None:
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    marks = _table(_MARKS, CHANNELS)
    marks[marks == 0] = -6.0
    shape = ["batch", "length"]
    words = np.diag([float(not word.startswith("[")) for word in WORDS]).astype(np.float32)
    counted = [
        helper.make_node("Gather", ["words", "input_ids"], ["one"]),
        helper.make_node("Mul", ["one", "mask3"], ["one_kept"]),
        helper.make_node("ReduceSum", ["one_kept", "middle"], ["count"], keepdims=1),
        helper.make_node("Concat", ["count"] * len(FEATURE_GROUPS), ["features"], axis=1),
    ]
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["signs", "input_ids"], ["seen"]),
            helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["mask", "last"], ["mask3"]),
            helper.make_node("Mul", ["seen", "mask3"], ["kept"]),
            helper.make_node("ReduceSum", ["kept", "middle"], ["summed"], keepdims=0),
            helper.make_node("Cast", ["token_type_ids"], ["types"], to=TensorProto.FLOAT),
            helper.make_node("ReduceSum", ["types", "middle"], ["others"], keepdims=1),
            helper.make_node("Mul", ["others", "nothing"], ["zero"]),
            helper.make_node("Add", ["summed", "zero"], ["logits"]),
            helper.make_node("Gather", ["marks", "input_ids"], ["token_logits"]),
            *(counted if features else ()),
        ],
        "tiny",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        ],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", len(LOGITS)]),
            helper.make_tensor_value_info(
                "token_logits", TensorProto.FLOAT, [*shape, len(CHANNELS)]
            ),
            *(
                [
                    helper.make_tensor_value_info(
                        "features",
                        TensorProto.FLOAT,
                        ["batch", len(FEATURE_GROUPS), len(WORDS)],
                    )
                ]
                if features
                else []
            ),
        ],
        [
            numpy_helper.from_array(_table(_SIGNS, LOGITS), "signs"),
            numpy_helper.from_array(marks, "marks"),
            numpy_helper.from_array(words, "words"),
            numpy_helper.from_array(np.array([2], dtype=np.int64), "last"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "middle"),
            numpy_helper.from_array(np.array([0.0], dtype=np.float32), "nothing"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.save(model, str(path))


def _write_tokenizer(path: Path) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    words = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(path))
