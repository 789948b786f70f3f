"""`moderato bench`: how fast this version is here, beside what it is compared with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Force, interruptible, note, settings_with

if TYPE_CHECKING:
    from analysis.services.benchmark.benchmark import Benchmark
    from analysis.services.benchmark.measuring import Measured

_BAR = 40  # characters


@interruptible("nothing was written; run the same command again.")
def bench(
    comments: Annotated[int, typer.Option(min=1, help="Comments of the workload.")] = 256,
    rounds: Annotated[int, typer.Option(min=1, help="The least time of so many counts.")] = 2,
    threads: Annotated[
        int | None, typer.Option(help="Threads for the model; 0 lets it choose.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures to a file.")
    ] = None,
    force: Force = False,
) -> None:
    """Measure labelling on comments made for it, whole and by stage, beside the alternatives.

    Compare figures of one run only: how fast a machine is depends on what else it does.
    """
    from analysis.output_file import OutputFile
    from analysis.services.benchmark.benchmark import Effort, benchmark

    settings = settings_with(threads=threads)
    output = None if out is None else OutputFile(out, force, private=False)
    if output is not None:
        output.check()
    figures = benchmark(settings, Effort(comments=comments, rounds=rounds))
    _show(figures)
    if output is not None:
        with output.replacing() as file:
            file.write((json.dumps(figures.record(), indent=2) + "\n").encode("utf-8"))


def _show(figures: Benchmark) -> None:
    load = figures.load
    typer.echo(f"moderato {figures.version}, {figures.cores} cores")
    typer.echo(
        f"{len(load.texts)} comments of {load.median_words} words in the middle, one in ten from "
        f"{load.ninth_decile_words}, {load.mean_words} on average (seed {load.seed})"
    )
    typer.echo("")
    typer.echo(f"{'':24}{'a second':>10}{'CPU s per 1,000':>18}")
    _line("whole", figures.whole, figures.whole)
    for name, measured in figures.stages.items():
        _line(f"  {name}", measured, figures.whole)
    for name, measured in figures.compared.items():
        unit = "GOP" if name == "matrix_product" else ""
        typer.echo(f"{name:24}{measured.per_second:10.1f} {unit}")
    for name, why in figures.left_out.items():
        note(f"{name:24}{why}")
    typer.echo("")
    for name, value in figures.ratios.items():
        typer.echo(f"{name:32}{value:8.2f}")
    times = figures.microseconds
    parts = ", ".join(f"{name} {times[name]:.0f}" for name in list(times)[2:])
    typer.echo("")
    typer.echo("processor time of a comment, millionths of a second")
    typer.echo(f"{'encoder':32}{times['encoder']:8.0f}")
    typer.echo(f"{'beside':32}{times['beside']:8.0f}  ({parts})")
    if figures.memory is not None:
        typer.echo(f"{'peak_memory':32}{figures.memory / 2**20:8.0f} MiB")


def _line(name: str, measured: Measured, whole: Measured) -> None:
    share = measured.cpu_per_thousand / whole.cpu_per_thousand
    bar = "█" * max(1, round(_BAR * min(share, 1.0)))
    typer.echo(f"{name:24}{measured.per_second:10.1f}{measured.cpu_per_thousand:18.3f}  {bar}")
