"""The bot of api.md, run as it is written there against our own server."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

PAGE = Path(__file__).resolve().parents[2] / "analysis" / "docs" / "api.md"


@pytest.fixture
def bot(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the page's lines on some messages; its requests go to the client."""
    match = re.search(r"### A bot\n.*?```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert match is not None

    def urlopen(request: urllib.request.Request, timeout: float) -> io.BytesIO:
        if urlopen.broken:  # type: ignore[attr-defined]
            raise urllib.error.HTTPError(request.full_url, 503, "busy", request.headers, None)  # type: ignore[arg-type]
        answer = client.post(
            request.full_url.removeprefix("http://127.0.0.1:8000"),
            content=request.data,  # type: ignore[arg-type]
            headers=dict(request.header_items()),
        )
        assert answer.status_code == 200, answer.text
        return io.BytesIO(answer.content)

    def run(*messages: str, broken: bool = False) -> None:
        urlopen.broken = broken  # type: ignore[attr-defined]
        monkeypatch.setattr(urllib.request, "urlopen", urlopen)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in messages)))
        exec(compile(match[1], "api.md", "exec"), {})

    return run


def test_it_shows_moderators_the_passage_and_the_reason(
    bot: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bot("The ferry left h=0.01 early.", "You h=0.90 clown")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("for the moderators: “")
    assert "the script says so" in line


def test_a_server_that_is_busy_is_not_taken_for_harmless(
    bot: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bot("You h=0.90 clown", broken=True)
    assert "not looked at (HTTP Error 503" in capsys.readouterr().out
