"""`moderato poll`: new comments of a site that can't push them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Db, interruptible, note, settings_with
from analysis.domain.errors import ModeratoError, Unavailable

if TYPE_CHECKING:
    from analysis.services.polling.polling import Polled
    from analysis.settings import Settings
    from analysis.storage.database import Store

Kind = Annotated[
    str, typer.Argument(metavar="SITE", help="coral, discourse, feed (JSON) or wordpress.")
]
Address = Annotated[
    str, typer.Argument(metavar="ADDRESS", help="The site's address, or the feed's own.")
]
Every = Annotated[
    float | None,
    typer.Option("--every", min=1.0, metavar="SECONDS", help="Look again and again; else once."),
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="The site is on this machine or in your own network."),
]
Again = Annotated[
    bool,
    typer.Option("--again", help="Read all of the site first: edits and approvals of old ones."),
]
SameSite = Annotated[
    bool,
    typer.Option("--same-site", help="Only the address changed since it was polled before."),
]
WithScore = Annotated[
    bool, typer.Option("--score", help="Label what came, as `moderato score` does.")
]


@interruptible("what was read is kept; run the same command again and it goes on.")
def poll(
    site: Kind,
    address: Address,
    every: Every = None,
    again: Again = False,
    score: WithScore = False,
    same_site: SameSite = False,
    allow_private: AllowPrivate = False,
    db: Db = None,
) -> None:
    """Fetch the new comments of a site that can't push; MODERATO_POLL_CREDENTIALS let it in."""
    from analysis.cli.stores import writable_store
    from analysis.services.data.scoring import anything_to_score
    from analysis.services.polling.adapters.base import Site
    from analysis.services.polling.asking import HttpAsker, checked_address
    from analysis.services.polling.polling import pause_after
    from analysis.services.polling.polling import poll as poll_site

    checked_address(address)
    settings = settings_with(db=db)
    polled_site = Site(site, address, settings.poll_credentials)
    ask = HttpAsker(allow_private=allow_private)
    store = writable_store(settings)
    failures = 0
    while True:
        wait = 0.0
        problem: ModeratoError | None = None
        try:
            polled = poll_site(store, polled_site, ask, again=again, same_site=same_site)
            again = False  # what broke off goes on from the place that it kept
            _print(polled)
            if score and anything_to_score(store):  # also what an earlier look could not label
                _score(store, settings)
            if polled.problem is not None:
                problem, wait = polled.problem, polled.problem.wait
        except Unavailable as busy:
            if every is None:
                raise
            problem = busy
        if every is None:
            if problem is not None:
                raise problem
            return
        failures = failures + 1 if problem is not None else 0
        pause = pause_after(failures, every, wait)
        if problem is not None:
            note(f"moderato: {problem}; the next try is in {pause:.0f} s")
        time.sleep(pause)


def _print(polled: Polled) -> None:
    if polled.new or polled.revised:
        typer.echo(f"{polled.new} new, {polled.revised} edited since")
    elif polled.problem is None:
        typer.echo("nothing new")
    if polled.gone:
        note(f"  {polled.gone} that waited here are gone from the site")
    if polled.back:
        note(f"  {polled.back} that were gone are shown there again")
    if polled.refused:
        note(f"  {polled.refused} were erased here before, or have another author's id")
    if polled.unreadable:
        note(f"  {polled.unreadable} are no comments with a text")


def _score(store: Store, settings: Settings) -> None:
    from analysis.services.data.scoring import score as score_stored
    from analysis.services.site.site_pipeline import site_pipeline

    report = score_stored(store, site_pipeline(store, settings))
    typer.echo(f"{report.scored} comments labelled")
    if report.failed:
        note(f"  {report.failed} have a label that failed; the dashboard shows them as such")
