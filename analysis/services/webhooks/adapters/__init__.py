"""One file per kind of site that decisions are sent to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.domain.decision import ReviewState
from analysis.services.webhooks.adapters import coral, discourse, generic, wordpress
from analysis.services.webhooks.adapters.base import Adapter

ADAPTERS: Mapping[str, Adapter] = {
    "generic": generic.deliver,
    "coral": coral.deliver,
    "discourse": discourse.deliver,
    "wordpress": wordpress.deliver,
}
"""By the name under which a webhook asks for it."""

SITE_STATES: Mapping[str, Callable[[ReviewState], str | None]] = {
    "coral": coral.site_state,
    "discourse": discourse.site_state,
    "wordpress": wordpress.site_state,
}
"""What becomes of a comment at its site by our states, ``None`` where it stays as it was: an older
decision must not come last. A receiver of its own sees by ``sequence`` which one is newer."""

NUMBERING = frozenset({"discourse", "wordpress"})
"""Those whose sites count their comments from 1, so that every other one has the same numbers."""
