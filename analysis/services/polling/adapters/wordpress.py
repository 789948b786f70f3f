"""WordPress: its comments by REST, oldest first; the address is the site's.

The credentials are ``USER:APPLICATION PASSWORD`` of somebody who may moderate: then comments on
hold come too, and each text as it was written. Without them it is what every reader gets.

A page's number moves whenever a comment goes, so the next page is asked for by the time of the
last comment that was read; by number only within one second that fills a page.
"""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urldefrag, urlencode

from analysis.services.data.incoming import Incoming
from analysis.services.polling.adapters.base import (
    Ask,
    NotReadable,
    Page,
    Place,
    Site,
    SiteQuestion,
    comment_of,
    moment_of,
    records_in,
)
from analysis.storage.audit import now

AT_ONCE = 100
OVERLAP = timedelta(hours=2)
"""How far behind the newest comment is read again: edits, late approvals, a clock set back."""


def read_page(site: Site, place: Place, ask: Ask) -> Page:
    """One page of what was written after ``place["after"]``, a time of the site's own clock."""
    after, number = place.get("after"), int(place.get("page", 1))
    newest = place.get("newest", "")
    query: dict[str, Any] = {
        "orderby": "date", "order": "asc", "per_page": AT_ONCE, "page": number,
    }  # fmt: skip
    if after:
        query["after"] = after
    if site.credentials:
        query |= {"context": "edit", "status": "all"}
    answer = ask(question(site, "/wp/v2/comments", query))
    if number > 1 and answer.status == 400:  # comments went meanwhile, and this page with them
        return Page((), _behind(newest), more=False)
    records = records_in(answer.json())
    pages = answer.headers.get("x-wp-totalpages", "")
    if not pages.isdecimal():
        raise NotReadable("the answer has no X-WP-TotalPages; is this WordPress?")
    comments = [comment_in(record) for record in records]
    times = [(d, r) for r in records if isinstance(r, dict) and (d := _clock(r.get("date")))]
    dates = [date for date, _ in times]
    newest = max([newest, *(date for date, record in times if not _is_future(record))])
    read = tuple(comment for comment in comments if comment is not None)
    more = number < int(pages)
    return Page(
        comments=read,
        place=_next(after, dates, number, newest) if more else _behind(newest),
        more=more,
        unreadable=len(records) - len(read),
    )


def question(site: Site, route: str, query: Mapping[str, Any]) -> SiteQuestion:
    """A request to WordPress' REST interface, as whoever the credentials are."""
    headers = {}
    if site.credentials:
        code = b64encode(site.credentials.encode("utf-8")).decode("ascii")
        headers = {"Authorization": f"Basic {code}"}
    # This way leads there whether or not the site has readable addresses.
    url = f"{site.url.rstrip('/')}/?{urlencode({'rest_route': route, **query}, safe='/')}"
    return SiteQuestion(url, headers)


def _next(after: str | None, dates: list[str], number: int, newest: str) -> Place:
    """Behind the last second but for itself, of which the next page may hold more."""
    before = _moved(max(dates), timedelta(seconds=-1)) if dates else ""
    if before > (after or ""):
        return {"after": before, "page": 1, "newest": newest}
    return {**({"after": after} if after else {}), "page": number + 1, "newest": newest}


def _behind(newest: str) -> Place:
    return {"after": _moved(newest, -OVERLAP), "newest": newest} if newest else {}


def _moved(clock: str, by: timedelta) -> str:
    return (datetime.fromisoformat(clock) + by).isoformat()


def _clock(value: Any) -> str | None:
    """The site's local time in its one form, which sorts as text."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None, microsecond=0).isoformat()
    except (TypeError, ValueError):
        return None


def _is_future(record: dict[str, Any]) -> bool:
    """Whether its date is still to come; what follows would seem older than it."""
    moment = moment_of(record.get("date_gmt"))
    return moment is not None and moment > now()


def comment_in(record: Any) -> Incoming | None:
    """The comment that a record of WordPress' is; ``None`` where it is none."""
    if not isinstance(record, dict) or not isinstance(record.get("content"), dict):
        return None
    content = record["content"]
    text = content["raw"] if "raw" in content else content.get("rendered")
    link = record.get("link")
    name = record.get("author_name")
    return comment_of(
        id=record.get("id"),
        article_id=record.get("post"),
        text=text,
        parent_id=record.get("parent") or None,
        author=html.unescape(name) if isinstance(name, str) else None,
        created_at=record.get("date_gmt"),
        url=_without_fragment(link),
    )


def _without_fragment(link: Any) -> str | None:
    """The article's address out of a comment's own."""
    if not isinstance(link, str) or not link.startswith(("http://", "https://")):
        return None
    return urldefrag(link).url
