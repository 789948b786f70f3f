"""`moderato demo` and `moderato dashboard` as a user starts them: a process and an address."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import typer
from running import Moderato

from analysis.cli import demo, serving

STARTS_WITHIN_S = 300  # 10 s on two idle cores; far more beside other work


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use_gets_one_sentence(moderato: Moderato, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in ("dashboard", "demo"):
            done = moderato(command, "--port", port, "--db", tmp_path / "m.db", "--headless")
            assert done.code == 2
            assert f"port {port} is in use" in done.sentence
    assert not (tmp_path / "m.db").exists()


def test_a_dashboard_needs_a_database(moderato: Moderato, tmp_path: Path) -> None:
    done = moderato("dashboard", "--port", free_port(), "--db", tmp_path / "gone.db")
    assert done.code == 2
    assert "There is no database" in done.sentence


def test_the_demo_answers_at_its_address_and_ends_when_told(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "analysis.cli", "demo", "--headless", "--port", str(port),
               "--db", str(tmp_path / "demo.db")]  # fmt: skip
    environment = {**os.environ, "MODERATO_MODEL": "none"}
    (tmp_path / "dashboard").mkdir()  # a folder of this name must not shadow the package
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        page = wait_for(f"http://127.0.0.1:{port}", process)
        assert "<title>" in page
        told = told_once(f"http://127.0.0.1:{port}", tmp_path / "said")
        assert "44 comments labelled" in told
        assert listening_addresses(port) <= {"127.0.0.1"}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=2)


def test_the_demo_is_loaded_while_its_dashboard_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []

    @contextmanager
    def started(**_: object) -> Iterator[None]:
        steps.append("started")
        yield

    monkeypatch.setattr(serving, "started", started)
    monkeypatch.setattr(serving, "follow", lambda *_, **__: steps.append("followed"))
    monkeypatch.setattr(demo, "_load", lambda *_: steps.append("loaded"))
    with suppress(typer.Exit):
        demo.demo(db=str(tmp_path / "demo.db"), port=free_port(), headless=True)
    assert steps == ["started", "loaded", "followed"]


def told_once(words: str, said: Path) -> str:
    """What was printed, once ``words`` are in it: the page can answer a moment before they are."""
    limit = time.monotonic() + STARTS_WITHIN_S
    while words not in (told := said.read_text()):
        assert time.monotonic() < limit, f"never printed: {words}"
        time.sleep(0.05)
    return told


def listening_addresses(port: int) -> set[str]:
    """The IPv4 addresses on which somebody listens at ``port``, by Linux's own table."""
    table = Path("/proc/net/tcp")
    if not table.exists():
        return set()
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    found = [row[1].split(":") for row in rows if row[3] == "0A"]
    return {
        socket.inet_ntoa(int(address, 16).to_bytes(4, "little"))
        for address, at in found
        if int(at, 16) == port
    }


def wait_for(address: str, process: subprocess.Popen[bytes]) -> str:
    limit = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < limit:
        assert process.poll() is None, "the demo ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"no answer at {address}")
