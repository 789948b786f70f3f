"""Why a passage matters, so that it can be said in any language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PassageReason:
    """A stable ``key``, the English ``sentence`` with ``{name}`` places, and their ``values``.

    As text it is the English sentence with its places filled. The sentence travels with the key,
    so that a finding stays readable when its rule is gone.
    """

    key: str
    sentence: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.filled(self.sentence)

    def filled(self, sentence: str) -> str:
        """``sentence`` with the values at its places; without values it is left as it is."""
        return sentence.format_map(dict(self.values)) if self.values else sentence


def reason_in(
    reason: PassageReason | str, sentences: Mapping[str, str], english: Mapping[str, str]
) -> str:
    """The reason by the ``sentences`` of a language (by key); in English where they lack it.

    A plain ``str`` was stored before reasons had keys: its key is looked up by its sentence.
    """
    if isinstance(reason, PassageReason):
        return reason.filled(sentences[reason.key]) if reason.key in sentences else str(reason)
    keys = [key for key, sentence in english.items() if sentence == reason]
    return next((sentences[key] for key in keys if key in sentences), reason)
