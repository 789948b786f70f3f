"""One file per kind of site that decisions are sent to."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.services.webhooks.adapters import coral, discourse, generic, wordpress
from analysis.services.webhooks.adapters.base import Adapter

ADAPTERS: Mapping[str, Adapter] = {
    "generic": generic.deliver,
    "coral": coral.deliver,
    "discourse": discourse.deliver,
    "wordpress": wordpress.deliver,
}
"""By the name under which a webhook asks for it."""
