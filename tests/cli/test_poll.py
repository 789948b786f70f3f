"""`moderato poll` at the command line: once or again and again, told in sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from running import Moderato

from analysis.cli import poll as command
from analysis.domain.errors import DatabaseBusy
from analysis.services.polling import asking
from analysis.services.polling.adapters.base import NotReadable, SiteAnswer, SiteQuestion
from analysis.services.polling.asking import HttpAsker

COMMENT = {"id": "k1", "article_id": "a", "text": "The ferry left early."}


class Scripted:
    """Answers with a list of comments each time, or fails."""

    def __init__(self, *answers: list[Any] | str) -> None:
        self.answers = list(answers)
        self.asked: list[SiteQuestion] = []
        self.allowed: list[bool] = []

    def asker(self, *, allow_private: bool) -> Scripted:
        self.allowed.append(allow_private)
        return self

    def __call__(self, question: SiteQuestion) -> SiteAnswer:
        self.asked.append(question)
        answer = self.answers.pop(0)
        if isinstance(answer, str):
            raise NotReadable(answer)
        return SiteAnswer(200, {}, json.dumps(answer).encode())


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    site = Scripted()
    monkeypatch.setattr(asking, "HttpAsker", site.asker)
    return site


def test_a_feed_is_polled_once(moderato: Moderato, scripted: Scripted, tmp_path: Path) -> None:
    poll = ("poll", "feed", "https://site.example/latest", "--db", tmp_path / "m.db")
    scripted.answers = [[COMMENT, 3], [COMMENT], [{**COMMENT, "text": "It left late."}], []]
    first = moderato(*poll)
    assert (first.code, first.out) == (0, "1 new, 0 edited since\n")
    assert "1 are no comments with a text" in first.err
    assert moderato(*poll).out == "nothing new\n"
    assert moderato(*poll, "--allow-private").out == "0 new, 1 edited since\n"
    assert moderato(*poll, "--again").out == "nothing new\n"
    assert scripted.allowed == [False, False, True, False]


def test_a_failure_is_one_sentence(moderato: Moderato, scripted: Scripted, tmp_path: Path) -> None:
    scripted.answers = ["the site answered with status 500"]
    done = moderato("poll", "feed", "https://site.example/latest", "--db", tmp_path / "m.db")
    assert (done.code, done.sentence) == (2, "moderato: the site answered with status 500")


def test_credentials_come_from_the_environment(
    moderato: Moderato, scripted: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.answers = [[]]
    monkeypatch.setenv("MODERATO_POLL_CREDENTIALS", "token")
    done = moderato("poll", "feed", "https://site.example/latest", "--db", tmp_path / "m.db")
    assert done.code == 0
    assert scripted.asked[0].headers == {"Authorization": "Bearer token"}
    assert "token" not in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("wordpres", "https://blog.example"), "did you mean 'wordpress'?"),
        (("feed", "blog.example"), "must begin with http://"),
        (("feed", "https://a:secret@blog.example"), "MODERATO_POLL_CREDENTIALS"),
    ],
)
def test_a_mistake_is_one_sentence(
    moderato: Moderato, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = moderato("poll", *arguments, "--db", tmp_path / "m.db")
    assert done.code == 2
    assert sentence in done.sentence
    assert "secret" not in done.err


def test_it_looks_again_and_waits_longer_after_failures(
    moderato: Moderato, scripted: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.answers = ["it broke", "it broke", [COMMENT], "it broke", []]
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if not scripted.answers:
            raise KeyboardInterrupt

    monkeypatch.setattr(command.time, "sleep", sleep)
    poll = ("poll", "feed", "https://site.example/latest", "--every", 10)
    done = moderato(*poll, "--db", tmp_path / "m.db")
    assert done.code == 130
    assert pauses == [20, 40, 10, 20, 10]
    assert "it broke; the next try is in 40 s" in done.err
    assert "run the same command again" in done.sentence


def test_what_came_is_labelled_when_asked(
    moderato: Moderato, scripted: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_MODEL", "none")
    scripted.answers = [[COMMENT], [COMMENT]]
    poll = ("poll", "feed", "https://site.example/latest", "--score", "--db", tmp_path / "m.db")
    assert "1 comments labelled" in moderato(*poll).out
    assert moderato(*poll).out == "nothing new\n"


def test_the_command_reaches_nothing_inside_by_itself(moderato: Moderato, tmp_path: Path) -> None:
    assert HttpAsker().allow_private is False
    done = moderato("poll", "feed", "http://127.0.0.1:9/", "--db", tmp_path / "m.db")
    assert done.code == 2
    assert "--allow-private" in done.sentence


@pytest.mark.parametrize("every", [(), ("--every", 10)], ids=["once", "again and again"])
def test_what_could_not_be_labelled_is_labelled_at_the_next_look(
    moderato: Moderato,
    scripted: Scripted,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    every: tuple[str | int, ...],
) -> None:
    monkeypatch.setenv("MODERATO_MODEL", "none")
    scripted.answers = [[COMMENT], [COMMENT], [COMMENT]]
    labels, tries = command._score, 0

    def busy_at_first(*arguments: Any) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise DatabaseBusy("another program writes")
        labels(*arguments)

    def sleep(_seconds: float) -> None:
        if not scripted.answers:
            raise KeyboardInterrupt

    monkeypatch.setattr(command, "_score", busy_at_first)
    monkeypatch.setattr(command.time, "sleep", sleep)
    poll = ("poll", "feed", "https://site.example/latest", "--score", "--db", tmp_path / "m.db")
    done = [moderato(*poll, *every) for _ in range(1 if every else 3)]
    assert "".join(each.out for each in done) == (
        "1 new, 0 edited since\nnothing new\n1 comments labelled\nnothing new\n"
    )
    assert tries == 2
