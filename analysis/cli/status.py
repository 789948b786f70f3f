"""`moderato status`: how the work stands, and whether scores or flags have drifted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Db, settings_with

if TYPE_CHECKING:
    from analysis.domain.status import SystemStatus
    from analysis.evaluation.drift import LabelDrift


def status(
    db: Db = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    metrics: Annotated[
        bool, typer.Option("--metrics", help="Lines for Prometheus, as its node exporter reads.")
    ] = False,
) -> None:
    """Show queues, findings, model, thresholds, drift, backup, chain and disk; changes nothing."""
    from analysis.cli.stores import existing_store
    from analysis.services.admin.drift import drift
    from analysis.services.admin.metrics import as_metrics
    from analysis.services.admin.status import as_json as plain
    from analysis.services.admin.status import status as look

    store = existing_store(settings_with(db=db))
    now, drifts = look(store), drift(store)
    if metrics:
        typer.echo(as_metrics(now, drifts), nl=False)
    elif as_json:
        typer.echo(
            json.dumps(plain(now) | {"drift": [asdict(entry) for entry in drifts]}, indent=2)
        )
    else:
        for name, value in (*_lines(now), *_drift(drifts)):
            typer.echo(f"{name:22} {value}")


def _lines(now: SystemStatus) -> Iterator[tuple[str, str]]:
    oldest = f", the oldest read {_ago(now, now.oldest_waiting)}" if now.oldest_waiting else ""
    yield "waiting", f"{now.waiting}{oldest}"
    yield "unscored", str(now.unscored)
    yield "failed", str(now.failed)
    yield "scorers", ", ".join(now.scorers) or "nothing was scored yet"
    yield "thresholds", now.profile
    yield "backup", _ago(now, now.backup_at)
    verified = f"{_ago(now, now.chain_verified_at)}, {now.chain_faults} faults"
    yield "hash chain", f"{now.chain_length} links, verified {verified}"
    yield "whole check", f"{_ago(now, now.checked_at)}, {now.check_faults} faults"
    yield "erasures outstanding", str(now.erasures_outstanding)
    if now.database_bytes is not None and now.disk_free_bytes is not None:
        size, free = now.database_bytes / 1e6, now.disk_free_bytes / 1e9
        yield "database", f"{size:.1f} MB, {free:.1f} GB free on its disk"


def _drift(drifts: list[LabelDrift]) -> Iterator[tuple[str, str]]:
    for entry in drifts:
        name = f"drift {entry.label}"[:22] if len(entry.label) < 16 else entry.label[:22]
        if entry.distance is None or entry.p_value is None or entry.flags is None:
            yield name, f"too few to compare ({entry.before} before, {entry.now} newest)"
            continue
        moved = entry.moved
        yield (
            name,
            f"{'moved' if moved else 'as before'}: distance {entry.distance:.3f} "
            f"(p {entry.p_value:.2g}), flags {entry.flags.value:+.3f} "
            f"({entry.flags.low:+.3f} to {entry.flags.high:+.3f}); "
            f"n {entry.before} and {entry.now}",
        )


def _ago(now: SystemStatus, moment: datetime | None) -> str:
    if moment is None:
        return "never"
    hours = max(0.0, (now.at - moment).total_seconds() / 3600)
    return f"{hours:.1f} hours ago" if hours < 48 else f"{hours / 24:.0f} days ago"
