"""What the pipeline is compared with: Detoxify's way to predict, plain PyTorch, and the limit.

Speed does not depend on the weights, so the references have random ones of the same shapes, and
nothing is downloaded. Each is made only where its libraries are; else it says that it is left out.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from analysis.scorers.embedded_manifest import TOKENIZER_FILE
from analysis.services.benchmark.measuring import Task, lists_of

DETOXIFY_ONE = "detoxify_one_by_one"
DETOXIFY_LISTS = "detoxify_lists_of_32"
TORCH_ONE = "torch_one_by_one"
TORCH_LISTS = "torch_lists_of_32"
WITH_TORCH = (DETOXIFY_ONE, DETOXIFY_LISTS, TORCH_ONE, TORCH_LISTS)
PRODUCT = "matrix_product"
LIST = 32

LAYERS, HIDDEN, INNER, HEADS = 6, 384, 1536, 12
"""The shapes of the shipped encoder (MiniLM-L6)."""
TOKEN_OPERATIONS = 2 * LAYERS * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * INNER)
"""Multiplications and additions of the encoder's weights for one token; attention comes on top."""
_ROWS = 64
"""Tokens of one product: about those of a comment in the middle."""
_PRODUCTS = 200


def missing(*packages: str) -> str | None:
    """Why a reference is left out; ``None`` where its packages are here."""
    absent = [package for package in packages if find_spec(package) is None]
    return f"left out: {', '.join(absent)} not installed here" if absent else None


def torch_tasks(folder: Path, texts: Sequence[str]) -> dict[str, Task]:
    """Detoxify's ``predict`` and the encoder in PyTorch, one by one and in lists of 32."""
    tokenizer = _tokenizer(folder)
    original = _classifier(_bert(layers=12, hidden=768, inner=3072, heads=12))
    encoder = _bert(layers=LAYERS, hidden=HIDDEN, inner=INNER, heads=HEADS)
    ways = {
        DETOXIFY_ONE: (original, 1),
        DETOXIFY_LISTS: (original, LIST),
        TORCH_ONE: (encoder, 1),
        TORCH_LISTS: (encoder, LIST),
    }
    return {
        name: Task(len(texts), _predicting(model, tokenizer, lists_of(texts, size)))
        for name, (model, size) in ways.items()
    }


def _predicting(model: Any, tokenizer: Any, lists: list[list[str]]) -> Any:
    import torch

    # As Detoxify.predict does: a list is padded to its longest and read at once.
    def predict() -> None:
        with torch.no_grad():
            for texts in lists:
                inputs = tokenizer(texts, return_tensors="pt", truncation=True, padding=True)
                model(**inputs)

    return predict


def _tokenizer(folder: Path) -> Any:
    from transformers import PreTrainedTokenizerFast

    # Both models have BERT's words in small letters.
    return PreTrainedTokenizerFast(
        tokenizer_file=str(folder / TOKENIZER_FILE),
        pad_token="[PAD]",  # noqa: S106 - a token of the vocabulary
        model_max_length=512,
    )


def _bert(*, layers: int, hidden: int, inner: int, heads: int) -> Any:
    from transformers import BertConfig, BertModel

    shape = BertConfig(
        num_hidden_layers=layers,
        hidden_size=hidden,
        intermediate_size=inner,
        num_attention_heads=heads,
    )
    return BertModel(shape).eval()


def _classifier(bert: Any) -> Any:
    from transformers import BertForSequenceClassification

    bert.config.num_labels = 6
    model = BertForSequenceClassification(bert.config)
    model.bert = bert
    return model.eval()


def product_task(threads: int) -> Task:
    """Bare int8 products at the encoder's shapes, a stream of them in each thread.

    Its items are operations in thousands of millions.
    """
    sessions = [_product(inner, outer) for inner, outer in _SHAPES]
    # A token passes four square products for each pair of the feed-forward ones.
    plan = [sessions[0]] * 4 + [sessions[1], sessions[2]]
    workers = threads or os.cpu_count() or 1
    pool = ThreadPoolExecutor(workers, "product")

    def stream(_: int) -> None:
        for _ in range(_PRODUCTS):
            for session, table in plan:
                session.run(None, {"a": table})

    operations = 2 * _ROWS * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * INNER) * _PRODUCTS * workers
    return Task(operations // 10**9, lambda: list(pool.map(stream, range(workers))))


_SHAPES = ((HIDDEN, HIDDEN), (HIDDEN, INNER), (INNER, HIDDEN))


def _product(inner: int, outer: int) -> tuple[Any, Any]:
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    draw = np.random.default_rng(0)
    weights = draw.integers(-127, 128, (inner, outer), dtype=np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "product",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, [_ROWS, inner])],
        [helper.make_tensor_value_info("c", TensorProto.INT32, [_ROWS, outer])],
        [numpy_helper.from_array(weights, "b")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return session, draw.integers(0, 256, (_ROWS, inner), dtype=np.uint8)
