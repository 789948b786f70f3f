"""Peak memory of reading a file much larger than it, by `make bench-read` (GB=10, XML=1).

The file is packed (some 1 to 60), so that 10 GB of comments need 200 MB of disk. It is read to its
end as an import does: its encoding, a survey of all records, then the records; nothing is stored.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from analysis import ingest

CHARACTERS = 10_000
"""Characters of a comment: with short ones, the ids that are remembered would be what counts."""

PER_THREAD = 250
_WORDS = "the ferry quay left early council timetable nobody told bridge open again market".split()
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com" '
    'xmlns:dsq="http://disqus.com/disqus-internals">\n'
)


def bodies() -> list[str]:
    """Some texts of this length; each repeats a sentence, as no two comments but many bots do."""
    dice = random.Random(7)
    texts = []
    for _ in range(50):
        sentence = " ".join(dice.choices(_WORDS, k=60)) + ". "
        texts.append((sentence * (CHARACTERS // len(sentence) + 1))[:CHARACTERS])
    return texts


def lines(size: int) -> Iterator[str]:
    """JSON Lines of ``size`` bytes."""
    texts, written, number = bodies(), 0, 0
    while written < size:
        parent = f'"c{number - 1}"' if number % PER_THREAD else "null"
        line = (
            f'{{"id": "c{number}", "parent_id": {parent}, "thread_id": "t{number // PER_THREAD}", '
            f'"author": "reader{number % 5000}", "created_at": {1_700_000_000 + number}, '
            f'"body": "{texts[number % len(texts)]}"}}\n'
        )
        yield line
        written += len(line)
        number += 1


def posts(size: int) -> Iterator[str]:
    """A Disqus export of ``size`` bytes."""
    texts, written, number = bodies(), 0, 0
    yield _HEAD
    while written < size:
        thread = number // PER_THREAD
        opened = f'<thread dsq:id="{thread}"><link>https://t.example/{thread}</link></thread>\n'
        parent = f'<parent dsq:id="c{number - 1}"/>' if number % PER_THREAD else opened
        before, inside = (parent, "") if not number % PER_THREAD else ("", parent)
        post = (
            f'{before}<post dsq:id="c{number}"><message><![CDATA[<p>{texts[number % len(texts)]}'
            f"</p>]]></message><createdAt>2024-03-01T09:00:00Z</createdAt><isDeleted>false"
            f"</isDeleted><author><name>reader{number % 5000}</name></author>"
            f'<thread dsq:id="{thread}"/>{inside}</post>\n'
        )
        yield post
        written += len(post)
        number += 1
    yield "</disqus>\n"


def main() -> None:
    """Write, read; print how much, how fast, and the peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=10.0)
    parser.add_argument("--xml", action="store_true")
    given = parser.parse_args()
    size = int(given.gigabytes * 1e9)
    name, content = ("a.xml.gz", posts(size)) if given.xml else ("a.jsonl.gz", lines(size))
    with tempfile.TemporaryDirectory(prefix="moderato-bench-") as folder:
        path = Path(folder) / name
        with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
            file.writelines(content)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        begun = time.process_time()
        reading = ingest.read(path)
        count = sum(len(piece.comments) for piece in reading)
        took = time.process_time() - begun
        packed = path.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    summary = reading.summary
    assert summary.records == count
    assert summary.resolved == summary.answers > 0
    print(f"{given.gigabytes:g} GB as {name} ({packed:,.0f} MB packed), {count:,} comments")
    print(f"processor time  {took:8.0f} s   {given.gigabytes * 1000 / took:6.1f} MB/s")
    print(f"peak memory     {peak:8.0f} MB   ({before:.0f} MB before reading)")


if __name__ == "__main__":
    main()
