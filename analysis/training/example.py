"""One labelled text as every corpus reader hands it over, and the split it belongs to."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Split = Literal["train", "dev", "test"]

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the answers that its corpus gives, and none that it does not."""

    source: str
    key: str
    group: str
    text: str
    parent: str | None = None
    targets: Mapping[str, float] = field(default_factory=dict)
    spans: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    forced_split: Split | None = None


def normalised(text: str) -> str:
    """Letters and digits only, lower case: two copies of one comment become equal."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_A_WORD.sub(" ", plain).strip()


def text_key(text: str) -> str:
    """A short stable name for a text, the same for trivially different copies."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()[:16]


def unit_interval(*parts: str) -> float:
    """A number in [0, 1) that depends on the parts alone, on every machine."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def split_of(example: Example, *, dev: float, test: float) -> Split:
    """Where an example belongs, decided by its group and by nothing that may change."""
    if example.forced_split is not None:
        return example.forced_split
    place = unit_interval("split", example.source, example.group)
    if place < test:
        return "test"
    return "dev" if place < test + dev else "train"


def without_leaks(
    splits: Mapping[Split, Iterable[Example]],
) -> dict[Split, list[Example]]:
    """Drop from training what is held out anywhere, and repeats of one source's text.

    C3, SFU, UCC and our annotated comments come from the same newspaper, so one comment can
    stand in several of them. Held-out copies win; a pair counts by its reply *and* parent.
    """
    held_out: set[str] = set()
    distinct: dict[Split, list[Example]] = {"train": [], "dev": [], "test": []}
    order: tuple[Split, ...] = ("test", "dev", "train")
    for name in order:
        seen: set[tuple[str, str, str]] = set()
        closed = set(held_out)
        for example in splits.get(name, ()):
            key = text_key(example.text)
            place = (example.source, key, text_key(example.parent or ""))
            if place in seen or key in closed:
                continue
            seen.add(place)
            distinct[name].append(example)
            if name != "train" and len(normalised(example.text)) > 20:
                held_out.add(key)
    return distinct
