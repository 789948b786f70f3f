"""What `evaluate`, `score-file` and `fairness` share: the options of a table and of a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Table = Annotated[Path, typer.Option("--data", help="The table: CSV, TSV, JSON Lines or Parquet.")]

TextColumn = Annotated[
    str, typer.Option("--text", metavar="COLUMN", help="Column with the comment's text.")
]

ParentColumn = Annotated[
    str | None,
    typer.Option("--parent", metavar="COLUMN", help="Column with the text it answers."),
]

ArticleColumn = Annotated[
    str | None, typer.Option("--article", metavar="COLUMN", help="Column with the article's text.")
]

ModelName = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Whose scores: combined (all scorers, as in the product), research or open (that "
        "model alone), rules.",
    ),
]
