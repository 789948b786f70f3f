"""Commands over several files: one that can't be used keeps no other from being read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from analysis.cli.options import note
from analysis.domain.errors import BadInput, Conflict, Unavailable


@dataclass(slots=True)
class ManyFiles:
    """How many ``files`` a command was given, and how many of them could not be used."""

    files: int
    refused: int = 0

    @contextmanager
    def each(self) -> Iterator[None]:
        """Around the work on one file: why it can't be used is noted, and the next one follows.

        Of a single file it is raised, as is what the next one would meet as well: a database that
        can't be used.
        """
        try:
            yield
        except Unavailable:
            raise
        except (BadInput, Conflict) as error:
            if self.files == 1:
                raise
            note(f"moderato: {error}")
            self.refused += 1

    def end(self, what: str) -> None:
        """``BadInput`` where some could not be used; ``what`` says what became of them."""
        if self.refused:
            raise BadInput(f"{self.refused} of {self.files} files {what}; the others are stored")
