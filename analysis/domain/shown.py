"""What was on screen of a comment: a decision is about that, whatever has come in since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shown:
    """The text's ``revision``, the run whose answers stood beside it (``None`` where it was not
    scored), and the profile that made recommendations of them."""

    revision: int
    run_id: str | None
    profile_name: str
    profile_version: int

    def as_json(self) -> dict[str, Any]:
        """As a page is handed it, and gives it back with a command."""
        return {
            "revision": self.revision,
            "run": self.run_id,
            "profile": self.profile_name,
            "profile_version": self.profile_version,
        }
