"""`moderato calibrate`: fit a site's own calibration, compare, and publish it on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Db, interruptible, note, progress_bar, settings_with

if TYPE_CHECKING:
    from analysis.evaluation.intervals import Estimate
    from analysis.evaluation.proportions import Rate
    from analysis.services.learning.version_comparison import LabelComparison, Measured
    from analysis.storage.database import Store


@interruptible("nothing was published.")
def calibrate(
    db: Db = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Let the new calibration answer from now on.")
    ] = False,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            help="Take the calibration and thresholds that ship for a kind of site (forum, debate "
            "or preselected) instead of fitting this site's own.",
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why it is published.")] = "",
    person: Annotated[str, typer.Option("--person", help="Who calibrates.")] = "local",
) -> None:
    """Fit how scores become probabilities to this site's annotations and fitting decisions.

    Decisions teach but never measure: the queue showed those comments for their scores. Before
    and after are compared on held-out annotations; without --publish nothing changes.
    """
    from analysis.cli.stores import existing_store
    from analysis.domain.errors import BadInput
    from analysis.services.learning.site_recalibration import calibrate_site, calibration_basis
    from analysis.services.site.site_pipeline import publish_combination

    if publish and not reason.strip():
        raise BadInput("--publish needs --reason: what was learned from, and why now")
    store = existing_store(settings_with(db=db))
    if kind is not None:
        _take_kind(store, kind, publish=publish, reason=reason, person=person)
        return
    with progress_bar("fitting") as progress:
        proposal = calibrate_site(store, person=person, progress=progress)
    basis = calibration_basis(store)
    typer.echo(
        f"{basis.comments} judged comments: {basis.annotated} annotated, {basis.decided} decided "
        "under a reason that answers a label"
    )
    note(
        f"  left out: {basis.bulk} decided in bulk, {basis.other_reasons} decided with no reason "
        "or one that answers no label"
    )
    for comparison in proposal.comparison.labels:
        _print_label(comparison)
    typer.echo(f"{proposal.comparison.moved} answers of judged comments change sides")
    if not proposal.comparison.unbiased:
        note(
            "  too few held-out annotations of comments chosen at random: annotate such for "
            "figures of the whole site"
        )
    if not publish:
        typer.echo('nothing has changed; add --publish --reason "…" to use this calibration')
        return
    published = publish_combination(
        store,
        proposal.combination,
        comparison=proposal.comparison,
        person=person,
        reason=reason,
    )
    typer.echo(f"in use from the next run on: {published.version}")
    note("  `moderato score --again` labels everything anew; look at the thresholds afterwards")


def _take_kind(store: Store, key: str, *, publish: bool, reason: str, person: str) -> None:
    from analysis.labels import label as label_of
    from analysis.services.learning.site_kinds import site_kind, take_site_kind

    kind = site_kind(key)
    typer.echo(f"{kind.title}: fitted on {kind.drawn}")
    for label, at in kind.thresholds.items():
        typer.echo(
            f"  {label_of(label).title:22} flag from {at.flag_at:.2f}, clear below "
            f"{at.clear_below:.2f}"
        )
        note(f"    {kind.reasons[label]}")
    if not publish:
        typer.echo('nothing has changed; add --publish --reason "…" to use this calibration')
        return
    with progress_bar("moving comments") as progress:
        taken = take_site_kind(store, key, person=person, reason=reason, progress=progress)
    typer.echo(
        f"in use from the next run on: {taken.combination.version}, thresholds version "
        f"{taken.profile.version}"
    )
    note("  `moderato score --again` labels everything anew")


def _print_label(comparison: LabelComparison) -> None:
    typer.echo(
        f"{comparison.label}: fitted on {comparison.fitted_on} comments, measured on "
        f"{comparison.held_out} others"
    )
    if comparison.note:
        typer.echo(f"  {comparison.note}")
    if comparison.before is None or comparison.after is None or comparison.gain is None:
        typer.echo("  not measured: no held-out annotations of both kinds")
        return
    for title, name in _FIGURES.items():
        before, after = (_figure(side, name) for side in (comparison.before, comparison.after))
        typer.echo(f"  {title:18} {before}  ->  {after}")
    gain = comparison.gain
    if comparison.too_few:
        typer.echo(f"  Brier score falls by {gain.value:+.3f}; too few comments to say more")
        return
    typer.echo(f"  Brier score falls by {gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})")


_FIGURES = {
    "Brier score": "brier",
    "average precision": "average_precision",
    "precision of flags": "precision",
    "recall of flags": "recall",
}


def _figure(side: Measured, name: str) -> str:
    figure: Estimate | Rate = getattr(side, name)
    if figure.value is None or figure.low is None or figure.high is None:
        return "none (n 0)"
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f}; n {figure.n})"
