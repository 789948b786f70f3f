"""One file per kind of site that is polled."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.services.polling.adapters import coral, discourse, feed, wordpress
from analysis.services.polling.adapters.base import Adapter

ADAPTERS: Mapping[str, Adapter] = {
    "coral": coral.read_page,
    "discourse": discourse.read_page,
    "feed": feed.read_page,
    "wordpress": wordpress.read_page,
}
"""By the name that `moderato poll` gives them."""
