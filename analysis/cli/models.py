"""`moderato models`: which models ship, and Detoxify turned into a faster form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import Force, note

models = typer.Typer(
    name="models",
    help="The models that ship, and Detoxify in a faster form.",
    no_args_is_help=True,
)


@models.command("list")
def list_models() -> None:
    """List the shipped models with licence, digest and the labels that each answers."""
    from analysis.cli.options import settings_with
    from analysis.resources import models_dir
    from analysis.scorers.embedded import MODEL_NAMES
    from analysis.scorers.embedded_manifest import MANIFEST, licence_terms, read_manifest

    active = settings_with().model
    for name in MODEL_NAMES:
        folder = models_dir() / name
        if not (folder / MANIFEST).is_file():
            typer.echo(f"{name}: not installed here")
            continue
        manifest = read_manifest(folder)
        mark = " (active)" if name == active else ""
        typer.echo(
            f"{name}{mark}: {manifest.name} {manifest.digest[:12]}, "
            f"answers {', '.join(manifest.labels)}; "
            f"licence of the weights: {licence_terms(manifest.licence)}"
        )


@models.command("verify")
def verify() -> None:
    """Check every shipped model's files against its manifest, and that against its signature."""
    from analysis.domain.errors import BadInput
    from analysis.resources import models_dir
    from analysis.scorers.embedded import MODEL_NAMES
    from analysis.scorers.embedded_manifest import MANIFEST, read_manifest, verify_files
    from analysis.scorers.model_signature import Signed, signature_state

    for name in MODEL_NAMES:
        folder = models_dir() / name
        if (folder / MANIFEST).is_file():
            verify_files(folder, read_manifest(folder))
            signed = signature_state(folder)
            if signed is Signed.WRONG:
                raise BadInput(
                    f"{name}: the manifest's signature is not right; it was changed after the "
                    "project signed it. Install this version anew."
                )
            whose = "the project's signature" if signed is Signed.RIGHT else "no signature"
            typer.echo(f"{name}: every file is as the manifest says, which bears {whose}")
        else:
            note(f"{name}: not installed here")


@models.command("export-detoxify")
def export_detoxify(
    out: Annotated[Path, typer.Option(help="Folder for the exported model.")],
    checkpoint: Annotated[
        Path | None, typer.Option(help="Detoxify checkpoint; default: where PyTorch keeps it.")
    ] = None,
    sha256: Annotated[
        str | None, typer.Option(help="Expected SHA-256 of the checkpoint, checked first.")
    ] = None,
    variant: Annotated[str, typer.Option(help="Which Detoxify model to look for.")] = "original",
    allow_download: Annotated[
        bool, typer.Option("--allow-download", help="Let the weights be fetched once.")
    ] = False,
    tolerance: Annotated[
        float, typer.Option(help="Largest shift of a score that is accepted.", min=0.0)
    ] = 0.05,
    force: Force = False,
) -> None:
    """Turn a Detoxify checkpoint into ONNX int8, checked against the original's scores."""
    from analysis.training.detoxify_export import export

    done = export(
        out,
        checkpoint=checkpoint,
        sha256=sha256,
        variant=variant,
        allow_download=allow_download,
        tolerance=tolerance,
        overwrite=force,
    )
    typer.echo(
        f"{done.megabytes:.0f} MB in {out}; largest shift of a score {done.largest_shift:.4f} on "
        f"{done.texts} texts (accepted up to {tolerance}); {done.speedup:.1f} times as fast"
    )
