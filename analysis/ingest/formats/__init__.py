"""The formats that can be read, one file each; the list below is all there is to register."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.ingest.formats import (
    annotation_exports,
    chats,
    coral,
    discourse,
    disqus,
    fediverse,
    generic,
    hacker_news,
    hypothesis,
    reddit,
    research,
    widgets,
    wordpress,
    youtube,
)
from analysis.ingest.formats.base import Beginning, Format

KNOWN: Mapping[str, Format] = {
    known.name: known
    for known in (
        *generic.FORMATS,
        disqus.FORMAT,
        wordpress.FORMAT,
        discourse.FORMAT,
        coral.FORMAT,
        reddit.FORMAT,
        reddit.LISTING,
        reddit.OWN_DATA,
        youtube.API,
        youtube.YTDLP,
        youtube.DOWNLOADED,
        youtube.TAKEOUT,
        hacker_news.FORMAT,
        hacker_news.ALGOLIA,
        fediverse.FORMAT,
        fediverse.OUTBOX,
        widgets.ISSO,
        widgets.COMMENTO,
        widgets.REMARK42,
        hypothesis.FORMAT,
        chats.SLACK,
        *research.FORMATS,
        *annotation_exports.FORMATS,
    )
}
"""Every format by its name, in the order in which they are listed."""

__all__ = ["KNOWN", "Beginning", "Format"]
