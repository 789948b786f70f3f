"""Every sentence on screen stands in one place, and every one that stands there is used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dashboard.texts import text, texts

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
SCREENS = sorted(path.stem for path in (DASHBOARD / "texts" / "en").glob("*.json"))
ASKED = re.compile(r"""text\(\s*"([a-z_]+)\.([a-z_0-9]+)\"""")


def test_every_sentence_that_python_asks_for_is_there() -> None:
    asked = {
        pair
        for path in DASHBOARD.rglob("*.py")
        for pair in ASKED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 20
    missing = sorted(f"{screen}.{key}" for screen, key in asked if key not in texts(screen))
    assert missing == []


def test_every_sentence_that_a_script_asks_for_is_there() -> None:
    scripts = "\n".join(
        path.read_text(encoding="utf-8") for path in (DASHBOARD / "components").rglob("*.js")
    )
    known = {key: value for screen in SCREENS for key, value in texts(screen).items()}
    asked = set(re.findall(r"strings\.([a-z_0-9]+)", scripts))
    assert len(asked) > 30
    assert sorted(asked - set(known)) == []
    for prefix in set(re.findall(r"""strings\["([a-z_]+_)" \+""", scripts)):
        assert any(key.startswith(prefix) for key in known), prefix


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_is_written_twice(screen: str) -> None:
    written = (DASHBOARD / "texts" / "en" / f"{screen}.json").read_text(encoding="utf-8")
    pairs: list[tuple[str, str]] = json.loads(written, object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys))


#: Words of whoever builds the models, which tell a moderator nothing.
TRADE = re.compile(r"\bheads?\b|logit.?pool|\bstretch\b|\bsequence\b", re.IGNORECASE)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_sentence_speaks_the_builders_language(screen: str) -> None:
    assert {key: value for key, value in texts(screen).items() if TRADE.search(value)} == {}


def test_places_of_a_sentence_are_filled() -> None:
    assert text("queue.count", first=1, last=25, total=40) == "1 to 25 of 40"


def test_an_unknown_sentence_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(KeyError):
        text("queue.nothing_like_it")
