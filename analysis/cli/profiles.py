"""`moderato profiles`: which threshold profiles there are, and which holds."""

from __future__ import annotations

import typer

from analysis.cli.options import Db, settings_with


def profiles(db: Db = None) -> None:
    """List the threshold profiles with their thresholds; the active one is marked."""
    from analysis.cli.stores import existing_store
    from analysis.services.thresholds.profiles import active_profile
    from analysis.services.thresholds.profiles import profiles as stored_profiles

    store = existing_store(settings_with(db=db))
    active = active_profile(store)
    for profile in stored_profiles(store):
        mark = "*" if (profile.name, profile.version) == (active.name, active.version) else " "
        typer.echo(f"{mark} {profile.name} {profile.version}  {profile.author}  {profile.reason}")
        for label, threshold in profile.thresholds.items():
            typer.echo(
                f"    {label:24} flag at {threshold.flag_at:.2f}, "
                f"clear below {threshold.clear_below:.2f}"
            )
