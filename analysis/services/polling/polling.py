"""Fetch what is new at a site and store it: nothing lost and nothing twice, whatever breaks off.

Comments are stored before the place is moved on, each page in turn. After a kill in between, the
page is read again, and what is stored already adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from analysis.domain.account import Permission
from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput, Conflict, Unavailable, nearest
from analysis.domain.site_host import site_of
from analysis.services.access.accounts import require
from analysis.services.data.incoming import Incoming, kept_articles, take_comments
from analysis.services.polling.adapters import ADAPTERS
from analysis.services.polling.adapters.base import Ask, NotReadable, Place, Site
from analysis.services.polling.presence import PresenceChanges, follow, look_again
from analysis.storage.database import Store
from analysis.storage.lookup import stored_texts
from analysis.storage.profiles import set_setting, setting, settings_named
from analysis.storage.sites import Pair, Sites

LONGEST_PAUSE = 3600.0
"""Seconds between two tries at most, however often the site failed, unless it asked for more."""

NUMBERING = frozenset({"wordpress", "discourse"})
"""Kinds of sites that count their comments from 1, as every other of them does."""

_POLLED = "polled "
_MOVED = "moved "
_AT_ONCE = 100
"""Comments of one transaction, as of one `POST /v1/comments`."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What one look at a site brought.

    ``refused`` were erased here before, or have the id of another author's comment;
    ``unreadable`` were no comments with a text. ``gone`` wait no more, since their site does not
    show them any longer; ``back`` are shown again. ``problem`` says why it ended early, if it did.
    """

    new: int = 0
    revised: int = 0
    refused: int = 0
    unreadable: int = 0
    gone: int = 0
    back: int = 0
    problem: NotReadable | None = None


def poll(
    store: Store,
    site: Site,
    ask: Ask,
    *,
    again: bool = False,
    same_site: bool = False,
    person: str = "local",
) -> Polled:
    """Read on from the kept place until nothing more is there, or the site fails.

    Then some of what waits here is asked about: whether the site still shows it, and how.

    ``again`` begins anew: it finds edits and approvals of what is older than the overlap.
    ``same_site`` says that another address which was polled before is this very site.
    """
    require(store, person, Permission.IMPORT)
    if site.kind not in ADAPTERS:
        raise BadInput(f"Unknown kind of site {site.kind!r}; {nearest(site.kind, ADAPTERS)}.")
    _check_numbers(store, site, same_site=same_site)
    new = revised = refused = unreadable = 0
    problem = None
    if again:
        _keep_place(store, site, {})
    place = _kept_place(store, site)
    sites = Sites(moved=_addresses_of(store, site))
    more = True
    while more and problem is None:
        try:
            page = ADAPTERS[site.kind](site, place, ask)
        except NotReadable as failure:
            problem = failure
            continue
        articles = _kept_articles(store, page.comments, sites)
        stored = _take(store, site, page.comments, articles, sites, person)
        new, revised, refused = new + stored.new, revised + stored.revised, refused + stored.refused
        unreadable += page.unreadable
        follow(store, site, page.comments, articles, person=person)
        if page.place != place:
            _keep_place(store, site, page.place)
        elif page.more:
            problem = NotReadable("the site gives the same page again and again")
        place, more = page.place, page.more
    changes = PresenceChanges()
    if problem is None:
        try:
            changes = look_again(store, site, ask, person=person)
            articles = _kept_articles(store, changes.comments, sites)
            stored = _take(store, site, changes.comments, articles, sites, person)
            revised += stored.revised
        except NotReadable as failure:
            problem = failure
    return Polled(new, revised, refused, unreadable, changes.gone, changes.back, problem)


def pause_after(failures: int, every: float, asked: float = 0.0) -> float:
    """Seconds until the next look: twice as long after each failure, and what the site asked."""
    growing = min(every * 2.0 ** min(failures, 30), max(LONGEST_PAUSE, every))
    return max(growing, asked)


def _kept_articles(store: Store, comments: Sequence[Incoming], sites: Sites) -> list[str]:
    with store.read() as session:
        return kept_articles(session, comments, sites)


def _take(
    store: Store,
    site: Site,
    comments: Sequence[Incoming],
    articles: Sequence[str],
    sites: Sites,
    person: str,
) -> Polled:
    """Store what does not stand in this very text; one that is refused keeps no other out.

    ``articles`` are the ids under which theirs are kept.
    """
    with store.read() as session:
        known = stored_texts(session, [comment.id for comment in comments])
    placed = list(zip(comments, articles, strict=True))
    times = Counter((article, comment.id) for comment, article in placed)
    waiting = []
    for comment, article in placed:
        stands = known.get((article, comment.id, _sha256(comment)))
        # Of several texts at once nobody knows which one stands.
        if stands is None or not (stands or times[article, comment.id] > 1):
            waiting.append(comment)
    source = f"poll {site.kind} {urlsplit(site.url).hostname}"
    new = revised = refused = 0
    for start in range(0, len(waiting), _AT_ONCE):
        some = waiting[start : start + _AT_ONCE]
        for batch in _takeable(store, some, sites, source, person):
            new, revised, refused = new + batch[0], revised + batch[1], refused + batch[2]
    return Polled(new, revised, refused)


def _takeable(
    store: Store, comments: Sequence[Incoming], sites: Sites, source: str, person: str
) -> list[tuple[int, int, int]]:
    try:
        taken = take_comments(store, comments, source=source, person=person, sites=sites)
    except Unavailable:
        raise
    except (BadInput, Conflict):
        if len(comments) == 1:
            return [(0, 0, 1)]
        return [
            counts
            for each in comments
            for counts in _takeable(store, [each], sites, source, person)
        ]
    return [(taken.new, taken.revised, 0)]


def _sha256(comment: Incoming) -> str:
    return Comment(comment.id, comment.article_id, 1, comment.text).sha256


def _check_numbers(store: Store, site: Site, *, same_site: bool) -> None:
    """``BadInput`` where another site was polled whose comments have the same numbers.

    What is the ``same_site`` under its new address is read from the beginning, which adds nothing.
    """
    if site.kind not in NUMBERING:
        return
    here = _address(site.kind, site.url)
    with store.read() as session:
        keys = settings_named(session, _POLLED)
    for key in keys:
        kind, url = key.removeprefix(_POLLED).split(" ", 1)
        if kind not in NUMBERING or _address(kind, url) == here:
            continue
        if not same_site:
            raise BadInput(
                f"This database has comments of {url[:200]}, and both sites number theirs from 1: "
                "give each site a database of its own (--db), or say --same-site if only the "
                "address has changed."
            )
        with store.write() as session:
            set_setting(session, key, None)
            before = setting(session, _MOVED + key) or []
            known = setting(session, _MOVED + _name(site)) or []
            set_setting(session, _MOVED + _name(site), [*known, *before, url])


def _address(kind: str, url: str) -> tuple[str, str, str]:
    """What two addresses of one site have in common; a host may have several, in folders."""
    parts = urlsplit(url)
    return kind, parts.netloc.casefold(), parts.path.rstrip("/")


def _addresses_of(store: Store, site: Site) -> list[Pair]:
    """The site's former addresses, as ``same_site`` told them, each with the one of now."""
    here = site_of(site.url)
    with store.read() as session:
        former = [site_of(url) for url in setting(session, _MOVED + _name(site)) or ()]
    return [(before, here) for before in former if before and here]


def _name(site: Site) -> str:
    return f"{_POLLED}{site.kind} {site.url.rstrip('/')}"


def _kept_place(store: Store, site: Site) -> Place:
    with store.read() as session:
        place = setting(session, _name(site))
    return place if isinstance(place, dict) else {}


def _keep_place(store: Store, site: Site, place: Place) -> None:
    with store.write() as session:
        set_setting(session, _name(site), dict(place))
