"""One file per kind of site that is polled."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.services.polling.adapters import (
    coral,
    coral_presence,
    discourse,
    discourse_presence,
    feed,
    wordpress,
    wordpress_presence,
)
from analysis.services.polling.adapters.base import Adapter, PresenceAdapter

ADAPTERS: Mapping[str, Adapter] = {
    "coral": coral.read_page,
    "discourse": discourse.read_page,
    "feed": feed.read_page,
    "wordpress": wordpress.read_page,
}
"""By the name that `moderato poll` gives them."""

PRESENCE: Mapping[str, tuple[int, PresenceAdapter]] = {
    "coral": (coral_presence.AT_ONCE, coral_presence.presence),
    "discourse": (discourse_presence.AT_ONCE, discourse_presence.presence),
    "wordpress": (wordpress_presence.AT_ONCE, wordpress_presence.presence),
}
"""How many comments are asked about at once, and how. A feed only tells what is newest."""
