"""Keys, webhooks and the server at the command line; nothing here listens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Moderato

from analysis.services.access.api_keys import key_of
from analysis.services.webhooks.webhooks import webhooks
from analysis.storage.database import open_store


def test_a_key_is_printed_once_listed_without_its_secret_and_revoked(
    moderato: Moderato, tmp_path: Path
) -> None:
    db = ("--db", tmp_path / "m.db")
    secret = moderato("keys", "add", "site", "--per-minute", 60, *db).out.strip()
    store = open_store(f"sqlite:///{tmp_path / 'm.db'}")
    key = key_of(store, secret)
    assert key is not None
    assert (sorted(key.scopes), key.per_minute) == (["analyze", "suggest"], 60)
    listed = moderato("keys", "list", *db).out
    assert "site  in force" in listed
    assert secret not in listed
    assert moderato("keys", "revoke", "site", *db).code == 0
    assert key_of(store, secret) is None
    store.close()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "k", "--scope", "analyse"), "did you mean 'analyze'?"),
        (("add", "k", "--account", "nobody"), "There is no account named 'nobody'"),
        (("revoke", "k"), "There is no key named 'k'"),
    ],
)
def test_a_mistake_about_keys_is_one_sentence(
    moderato: Moderato, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    assert moderato("migrate", "--db", tmp_path / "m.db").code == 0
    outcome = moderato("keys", *arguments, "--db", tmp_path / "m.db")
    assert outcome.code == 2
    assert sentence in outcome.sentence


def test_others_are_not_served_without_a_key(moderato: Moderato, tmp_path: Path) -> None:
    outcome = moderato("serve", "--host", "0.0.0.0", "--db", tmp_path / "m.db")
    assert outcome.code == 2
    assert "moderato keys add NAME" in outcome.sentence


def test_a_webhooks_secret_is_read_from_a_file_or_made(moderato: Moderato, tmp_path: Path) -> None:
    db = ("--db", tmp_path / "m.db")
    signing = moderato("webhooks", "add", "own", "https://site.example/h", *db).out.strip()
    (tmp_path / "secret").write_text("bot:key\n", encoding="utf-8")
    add = ("webhooks", "add", "forum", "https://forum.example", "--adapter", "discourse")
    assert moderato(*add, "--secret-from", tmp_path / "secret", *db).code == 0
    store = open_store(f"sqlite:///{tmp_path / 'm.db'}")
    secrets = {webhook.name: webhook.secret for webhook, _ in webhooks(store)}
    assert secrets == {"own": signing, "forum": "bot:key"}
    listed = moderato("webhooks", "list", *db).out
    assert "bot:key" not in listed
    assert moderato("webhooks", "replay", "own", *db).out.startswith("0 decisions")
    assert moderato("webhooks", "disable", "own", *db).code == 0
    assert moderato("webhooks", "send", *db).out == "0 deliveries tried\n"
    store.close()


@pytest.mark.parametrize(
    ("content", "code"),
    [("", 2), ("\n", 2), (" \nsecret\n", 2), ("secret", 0), ("\ufeffsecret\r\nmore", 0)],
)
@pytest.mark.parametrize("adapter", ["generic", "discourse"])
def test_an_empty_secret_is_none(
    moderato: Moderato, tmp_path: Path, content: str, code: int, adapter: str
) -> None:
    db = ("--db", tmp_path / "m.db")
    (tmp_path / "secret").write_text(content, encoding="utf-8", newline="")
    add = ("webhooks", "add", "own", "https://site.example/h", "--adapter", adapter)
    done = moderato(*add, "--secret-from", tmp_path / "secret", *db)
    assert (done.code, "its first line is empty" in done.err) == (code, code == 2)
    store = open_store(f"sqlite:///{tmp_path / 'm.db'}", migrate=True)
    assert [each.secret for each, _ in webhooks(store)] == ([] if code else ["secret"])
    store.close()


def test_recorded_scores_of_what_is_not_offered_are_named(
    moderato: Moderato, tmp_path: Path
) -> None:
    file = tmp_path / "old.ndjson"
    file.write_text(json.dumps({"text": "Trams are fine.", "SPAM": 0.1}), encoding="utf-8")
    outcome = moderato("perspective", "compare", "--scores", file, "--json")
    assert json.loads(outcome.out) == {"attributes": [], "left_out": {"SPAM": "not offered"}}


def test_a_threshold_that_parts_no_comments_is_said_to_become_nothing(
    moderato: Moderato, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_MODEL", "none")
    rows = [{"text": f"Tram {n} is late.", "POSSIBLE_HOSTILITY": n / 100} for n in range(40)]
    file = tmp_path / "old.ndjson"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    bars = ("--threshold", 0.2, "--threshold", 0.9, "--threshold", 0.0)
    outcome = moderato("perspective", "compare", "--scores", file, *bars)
    assert outcome.code == 0
    assert "0.20 (share 0.500)" in outcome.out
    for bar, named in (("0.90", True), ("0.00", True), ("0.20", False)):
        assert (f"{bar}: all of these comments are on one side" in outcome.err) == named


def test_where_nobody_answers_nothing_is_checked(moderato: Moderato) -> None:
    for url in ("http://127.0.0.1:1", "ftp://h"):
        assert moderato("perspective", "check", url).code == 2
