"""What `evaluate`, `score-file` and `fairness` share: the option that names a model."""

from __future__ import annotations

from typing import Annotated

import typer

ModelName = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Whose scores: combined (all scorers, as in the product), research or open (that "
        "model alone), rules.",
    ),
]
