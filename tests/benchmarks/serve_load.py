"""How `moderato serve` answers under load, beside a plain server, by `make bench-serve`.

Both run all the time and are asked in turn, so that figures of one run can be compared; the client
shares their cores. Then ten times as much as it can is asked of ours.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from http_load import LOST, UNSENT, Load, bodies, closed, opened

from analysis.scorers.embedded import EmbeddedScorer
from analysis.scorers.embedded_model import EmbeddedModel
from analysis.services.site.pipelines import build_scorers
from analysis.settings import load_settings

HERE = Path(__file__).parent
START_SECONDS = 300.0
TIMES = 10
MOST_ALONE = 32
"""A batch of the server's has no more texts, so that the encoder alone says nothing about more."""


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """A server's process id, once it answers; ended afterwards."""
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{command[-1]}: the server did not start")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5).close()
                break
            except OSError:
                time.sleep(0.3)
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory(pid: int) -> float:
    """Resident memory in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1_024


def shown(name: str, load: Load) -> str:
    p50, p95, p99 = load.percentiles()
    others = {status: n for status, n in sorted(load.statuses.items()) if status != 200}
    rest = f"  not answered: {others}" if others else ""
    return (
        f"  {name:9}{load.rate:7.1f}/s  p50 {p50:7.0f}  p95 {p95:7.0f}  p99 {p99:7.0f} ms"
        f"  n {len(load.seconds)}{rest}"
    )


def encoder_alone(words: int, *, at_once: int, seconds: float, seed: int) -> str:
    """What the encoder by itself takes for as many texts as that many callers send at once.

    No HTTP, language, rules or parser of sentences: nothing that a server adds can be faster.
    """
    texts = (json.loads(body)["comment"]["text"] for body in bodies(words, seed))
    model = embedded_model()
    model.answer(list(islice(texts, at_once)))
    load, begun = Load(), time.perf_counter()
    while time.perf_counter() < begun + seconds:
        batch = list(islice(texts, at_once))
        asked = time.perf_counter()
        model.answer(batch)
        load.note(200, time.perf_counter() - asked)
    load.wall = time.perf_counter() - begun
    p50, p95, p99 = load.percentiles()
    return (
        f"  {'encoder':9}{at_once * load.rate:7.1f}/s  p50 {p50:7.0f}  p95 {p95:7.0f}  "
        f"p99 {p99:7.0f} ms  n {len(load.seconds)} times {at_once} texts, alone"
    )


def embedded_model() -> EmbeddedModel:
    """The encoder that the server has loaded, a second time."""
    for scorer in build_scorers(load_settings()):
        if isinstance(scorer, EmbeddedScorer):
            return scorer.model
    raise SystemExit("no embedded model is chosen: MODERATO_MODEL")


def overload(port: int, pid: int, seconds: float) -> None:
    """Ten times what it can, twice, so that a growth of memory would show."""
    warm = asyncio.run(closed(port, connections=64, seconds=seconds, words=60, seed=900))
    print(f"\nBeyond what it can: {warm.rate:.1f}/s of 60 words is, {TIMES} times that is asked")
    for turn in (1, 2):
        seen = [memory(pid)]
        load = asyncio.run(
            opened(
                port, rate=TIMES * warm.rate, seconds=seconds, words=60, seed=900 + turn,
                watch=lambda seen=seen: seen.append(memory(pid)),
            )
        )  # fmt: skip
        asked = sum(load.statuses.values())
        print(
            f"  asked {asked}, scored {load.statuses[200]}, refused at once "
            f"{load.statuses[503]}, given up {load.statuses[504]}, lost {load.statuses[LOST]}, "
            f"not sent for want of a port {load.statuses[UNSENT]}; "
            f"slowest {load.slowest:.1f} s; memory {seen[0]:.0f}, most {max(seen):.0f}, "
            f"after {memory(pid):.0f} MB"
        )


def main() -> None:
    """Ask both, then ours beyond its capacity, and print what came back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="Of each load.")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 64, 256])
    parser.add_argument("--words", type=int, nargs="+", default=[20, 60, 200])
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="moderato-load-"))
        environment = {
            **os.environ,
            "MODERATO_API_LOG": "false",
            "MODERATO_DATABASE_URL": f"sqlite:///{folder}/load.db",
        }
        ports = {"moderato": free_port()}
        command = [sys.executable, "-m", "analysis.cli", "serve", "--port", str(ports["moderato"])]
        pid = stack.enter_context(running(command, ports["moderato"], environment))
        if find_spec("torch") and find_spec("transformers"):
            ports["plain"] = free_port()
            command = [sys.executable, str(HERE / "plain_server.py"), str(ports["plain"])]
            stack.enter_context(running(command, ports["plain"], environment))
        else:
            print("plain: left out, torch or transformers is not installed here")
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {asked.seconds:g} s each")
        for port in ports.values():
            asyncio.run(closed(port, connections=8, seconds=3, words=60, seed=1))
        seed = 1
        for words in asked.words:
            for connections in asked.connections:
                print(f"\n{words} words, {connections} connections")
                for name, port in ports.items():
                    seed += 1
                    load = closed(
                        port, connections=connections, seconds=asked.seconds, words=words, seed=seed
                    )
                    print(shown(name, asyncio.run(load)), flush=True)
                if connections <= MOST_ALONE:
                    print(
                        encoder_alone(
                            words, at_once=connections, seconds=asked.seconds, seed=seed + 500
                        ),
                        flush=True,
                    )
        overload(ports["moderato"], pid, asked.seconds)


if __name__ == "__main__":
    main()
