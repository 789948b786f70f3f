"""Look again whether a site still shows what waits here: what is gone asks nobody for a look.

The newest comments of a site that were polled are followed, and of these only the ones that wait
for a person, or were gone before. Their texts stay as they are; so does every decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.services.access.accounts import require
from analysis.services.data.incoming import Incoming
from analysis.services.polling.adapters import PRESENCE
from analysis.services.polling.adapters.base import Ask, CommentKey, Site
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import site_status
from analysis.storage.audit import log
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting, setting
from analysis.storage.queue_index import index

FOLLOWED = 2_000
"""The newest comments of a site that are asked about; older ones stay as they are."""


@dataclass(frozen=True, slots=True)
class PresenceChanges:
    """How many comments went since the last look, and how many came back."""

    gone: int = 0
    back: int = 0
    comments: tuple[Incoming, ...] = ()
    """Those that were asked about and are shown, as they are now: some may be edited."""


def follow(
    store: Store, site: Site, comments: Iterable[Incoming], articles: Iterable[str], *, person: str
) -> None:
    """Remember which comments a site gave, the newest of all by their time.

    ``articles`` are the ids under which theirs are kept here.
    """
    require(store, person, Permission.IMPORT)
    if site.kind not in PRESENCE:
        return
    with store.read() as session:
        state = _followed(session, site)
    entries = {
        (article, comment): (time, *placed)
        for time, article, comment, *placed in state.get("comments", ())
    }
    for comment, article in zip(comments, articles, strict=True):
        time = comment.created_at.isoformat() if comment.created_at else ""
        placed = () if article == comment.article_id else (article,)
        entries[comment.article_id, comment.id] = (time, *placed)
    written = ((time, *key, *placed) for key, (time, *placed) in entries.items())
    newest = sorted(written, reverse=True)[:FOLLOWED]
    following = [list(entry) for entry in newest]
    if following != state.get("comments"):
        with store.write() as session:
            set_setting(session, _name(site), {**state, "comments": following})


def look_again(store: Store, site: Site, ask: Ask, *, person: str) -> PresenceChanges:
    """Ask about the next of those that wait, and keep what the site says of them.

    ``NotReadable`` where the site's answer says nothing; then nothing changes.
    """
    require(store, person, Permission.IMPORT)
    if site.kind not in PRESENCE:
        return PresenceChanges()
    at_once, presence = PRESENCE[site.kind]
    with store.read() as session:
        state = _followed(session, site)
        here = {
            (article, comment): (placed[0] if placed else article, comment)
            for _, article, comment, *placed in state.get("comments", ())
        }
        stored = site_status.asked_about(session, list(here.values()))
    keys = list(here)
    shown = {key: stored[here[key]] for key in keys if here[key] in stored}
    some = [key for key in _in_turn(keys, state.get("last")) if key in shown][:at_once]
    if not some:
        return PresenceChanges()
    seen = presence(site, some, ask)
    gone = [shown[key].number for key in some if key in seen.gone and not shown[key].gone]
    back = [shown[key].number for key in some if key in seen.there and shown[key].gone]
    with store.write() as session:
        set_setting(session, _name(site), {**_followed(session, site), "last": list(some[-1])})
        _keep(session, gone, back, site, person)
    asked = set(some) & seen.there
    current = tuple(c for c in seen.comments if (c.article_id, c.id) in asked)
    return PresenceChanges(len(gone), len(back), current)


def _in_turn(keys: Sequence[CommentKey], last: Any) -> list[CommentKey]:
    """The keys from behind those of the last look on, and round to these."""
    key = tuple(last) if isinstance(last, list) else ()
    begin = keys.index(key) + 1 if key in keys else 0
    return [*keys[begin:], *keys[:begin]]


def _keep(session: Session, gone: list[int], back: list[int], site: Site, person: str) -> None:
    if not gone and not back:
        return
    site_status.set_gone(session, gone, gone=True)
    site_status.set_gone(session, back, gone=False)
    index.refresh(session, [*gone, *back], profile_in(session))
    detail = {"source": f"poll {site.kind}", "gone": gone, "back": back}
    log(session, person, "gone_from_site", detail=detail)


def _name(site: Site) -> str:
    return f"followed {site.kind} {site.url.rstrip('/')}"


def _followed(session: Session, site: Site) -> Mapping[str, Any]:
    state = setting(session, _name(site))
    return state if isinstance(state, dict) else {}
