"""From trained weights to the files that ship: ONNX, int8, digests."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from analysis.scorers.embedded_manifest import MODEL_FILE, TOKENIZER_FILE
from analysis.training.heads import HeadLayout
from analysis.training.network import (
    MultiTaskEncoder,
    WideHead,
    base_model_folder,
    build_network,
)

OPSET = 17
AXES = {0: "batch", 1: "length"}
FLOAT_FILE = "model.fp32.onnx"


def load_weights(path: Path) -> MultiTaskEncoder:
    """The trained network, with the attention that exports well."""
    with torch.serialization.safe_globals([HeadLayout]):
        state = torch.load(path, weights_only=True, map_location="cpu")
    model = build_network(state["layout"], attention="eager")
    table = state["model"].get("wide.table")
    if table is not None:
        model.wide = WideHead(table.shape[0], table.shape[1], len(state["layout"].logits))
    model.load_state_dict(state["model"])
    model.eval()
    return model


def export_float(model: MultiTaskEncoder, path: Path) -> None:
    """The network as fp32 ONNX with free batch size and length."""
    example = (
        torch.ones(2, 8, dtype=torch.long),
        torch.ones(2, 8, dtype=torch.long),
        torch.zeros(2, 8, dtype=torch.long),
    )
    to_onnx(
        model,
        example,
        path,
        inputs=["input_ids", "attention_mask", "token_type_ids"],
        outputs={"logits": {0: "batch"}, "token_logits": AXES, "features": {0: "batch"}},
    )


def to_onnx(
    model: Any,
    example: tuple[torch.Tensor, ...],
    path: Path,
    *,
    inputs: list[str],
    outputs: dict[str, dict[int, str]],
) -> None:
    """Trace ``model`` to ONNX; every input has free batch size and length.

    By the older exporter: its graphs are those that dynamic quantization was measured on.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            example,
            str(path),
            input_names=inputs,
            output_names=list(outputs),
            dynamic_axes={**dict.fromkeys(inputs, AXES), **outputs},
            opset_version=OPSET,
            dynamo=False,
        )


def export_int8(source: Path, target: Path, *, per_channel: bool, reduce_range: bool) -> None:
    """Dynamic int8 of the matrices and the embeddings; the wide part keeps its half precision.

    ``reduce_range`` keeps weights to seven bits: processors with AVX2 but no VNNI add two
    products of u8 and s8 in 16 bits, which saturates at full range.
    """
    wide = [n.name for n in onnx.load(str(source)).graph.node if n.name.startswith("/wide/")]
    quantize_dynamic(
        str(source),
        str(target),
        per_channel=per_channel,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=wide,
    )


def write_model_files(weights: Path, folder: Path, *, work: Path) -> Path:
    """Model and tokenizer into ``folder``; returns the fp32 file kept in ``work``."""
    folder.mkdir(parents=True, exist_ok=True)
    work.mkdir(parents=True, exist_ok=True)
    floats = work / FLOAT_FILE
    export_float(load_weights(weights), floats)
    onnx.checker.check_model(str(floats))
    export_int8(floats, folder / MODEL_FILE, per_channel=True, reduce_range=True)
    shutil.copyfile(base_model_folder() / "tokenizer.json", folder / TOKENIZER_FILE)
    return floats
