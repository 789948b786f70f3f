"""Asks a server over HTTP as often as it answers, or at a fixed rate, and notes every answer."""

from __future__ import annotations

import asyncio
import errno
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import quantiles

WORDS = (
    "the ferry quay left early council timetable nobody told bridge open again because market "
    "people said why would they build a new wall here when old works fine thank you"
).split()
LOST = 0
"""The status of a request that got no answer at all."""
UNSENT = -1
"""The status of a request for which the client itself had no port or file left."""
_ANSWER_SECONDS = 120.0


@dataclass(slots=True)
class Load:
    """Every answer of one load: its status, and its seconds where it was 200."""

    wall: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: float = 0.0
    """Seconds of the slowest answer of whatever status."""

    def note(self, status: int, seconds: float) -> None:
        """Count one answer."""
        self.statuses[status] += 1
        self.slowest = max(self.slowest, seconds)
        if status == 200:
            self.seconds.append(seconds)

    @property
    def rate(self) -> float:
        """Answers with a score in a second."""
        return len(self.seconds) / self.wall if self.wall else 0.0

    def percentiles(self) -> tuple[float, float, float]:
        """p50, p95 and p99 in milliseconds of what was answered with a score."""
        if len(self.seconds) < 2:
            return (float("nan"),) * 3
        cuts = quantiles(self.seconds, n=100, method="inclusive")
        return cuts[49] * 1_000, cuts[94] * 1_000, cuts[98] * 1_000


def bodies(words: int, seed: int) -> Iterator[bytes]:
    """Requests for texts of so many words, no two alike, so that no answer is known already."""
    dice = random.Random(seed)
    for number in itertools.count():
        text = " ".join([*dice.choices(WORDS, k=words - 1), f"{seed}x{number}"])
        asked = {"comment": {"text": text}, "requestedAttributes": {"POSSIBLE_HOSTILITY": {}}}
        yield json.dumps(asked).encode()


async def closed(port: int, *, connections: int, seconds: float, words: int, seed: int) -> Load:
    """So many connections, each asking again once it was answered, for so many seconds."""
    load, texts = Load(), bodies(words, seed)
    begun = time.perf_counter()

    async def worker() -> None:
        while time.perf_counter() - begun < seconds:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                while time.perf_counter() - begun < seconds:
                    await _note(load, _ask(reader, writer, next(texts)))
            except OSError:
                continue
            finally:
                writer.close()

    await asyncio.gather(*(worker() for _ in range(connections)))
    load.wall = time.perf_counter() - begun
    return load


async def opened(
    port: int, *, rate: float, seconds: float, words: int, seed: int, watch: Callable[[], None]
) -> Load:
    """So many requests a second, whether or not the earlier ones were answered; each alone.

    ``watch`` is called about four times a second meanwhile.
    """
    load, texts = Load(), bodies(words, seed)
    begun = time.perf_counter()
    asking: set[asyncio.Task[None]] = set()

    async def once(body: bytes) -> None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError as error:
            own = error.errno in (errno.EADDRNOTAVAIL, errno.EMFILE, errno.ENFILE)
            load.note(UNSENT if own else LOST, 0.0)
            return
        try:
            await _note(load, _ask(reader, writer, body))
        except OSError:
            pass
        finally:
            writer.close()

    watched = begun
    for number in range(int(rate * seconds)):
        wait = begun + number / rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        if time.perf_counter() - watched > 0.25:
            watched = time.perf_counter()
            watch()
        task = asyncio.create_task(once(next(texts)))
        asking.add(task)
        task.add_done_callback(asking.discard)
    await asyncio.gather(*asking)
    watch()
    load.wall = time.perf_counter() - begun
    return load


async def _note(load: Load, asking: object) -> None:
    begun = time.perf_counter()
    try:
        status = await asyncio.wait_for(asking, _ANSWER_SECONDS)  # type: ignore[arg-type]
    except (OSError, EOFError, TimeoutError):
        load.note(LOST, time.perf_counter() - begun)
        raise ConnectionResetError from None
    load.note(status, time.perf_counter() - begun)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes) -> int:
    writer.write(
        b"POST /v1alpha1/comments:analyze HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    await reader.readexactly(length)
    if b"connection: close" in head:
        writer.close()
    return int(head.split(b" ", 2)[1])
