"""What somebody would write in an afternoon: FastAPI, and Detoxify's model behind one route.

The weights are random ones of the same shapes: speed does not depend on them. Everything else is as
Detoxify does it, one text at a time in FastAPI's own threads. `plain_server.py PORT`.
"""

from __future__ import annotations

import sys
from typing import Any

import torch
import uvicorn
from fastapi import FastAPI

from analysis.resources import models_dir
from analysis.services.benchmark.references import _bert, _classifier, _tokenizer
from analysis.settings import load_settings


def create_app() -> FastAPI:
    """The server with its model loaded."""
    tokenizer = _tokenizer(models_dir() / load_settings().model)
    model = _classifier(_bert(layers=12, hidden=768, inner=3072, heads=12))
    app = FastAPI()

    @app.post("/v1alpha1/comments:analyze")
    def analyze(body: dict[str, Any]) -> dict[str, Any]:
        inputs = tokenizer(
            [body["comment"]["text"]], return_tensors="pt", truncation=True, padding=True
        )
        with torch.no_grad():
            scores = torch.sigmoid(model(**inputs)[0])[0]
        value = float(scores[0])
        return {"attributeScores": {"TOXICITY": {"summaryScore": {"value": value}}}}

    @app.get("/ready")
    def ready() -> dict[str, bool]:
        return {"ready": True}

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(), port=int(sys.argv[1]), log_level="warning", access_log=False)
