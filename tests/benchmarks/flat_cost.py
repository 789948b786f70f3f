"""Whether a comment costs the same in a thousand as in a hundred thousand, and in a long thread.

`make bench-flat`: processor time of preparing, rules and putting together, without the encoder,
which reads each text by itself; ``--encoder`` asks it too, ``--words`` cuts comments short. Ends
with 1 where a limit is passed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator

from analysis.domain.comment import Article, Comment, Discussion
from analysis.pipeline import Pipeline
from analysis.services.benchmark.measuring import peak_memory
from analysis.services.benchmark.workload import workload
from analysis.services.site.pipelines import build_pipeline, default_profile
from analysis.settings import Settings

MOST_GROWTH = 1.2
"""Of a comment's cost from 1,000 comments in threads of 20 to a hundred times as many."""
MOST_IN_A_THREAD = 1.5
"""Of a comment's cost in a thread of 20,000 against threads of 20."""
_SHORT = 20
_READERS = 97


def threads(total: int, size: int, words: int | None) -> Iterator[Discussion]:
    """``total`` comments of at most so many words in threads of ``size``, a third of them answers;
    the same each time."""
    for at in range(0, total, size):
        texts = [" ".join(text.split()[:words]) for text in workload(size, seed=at).texts]
        yield Discussion(
            Article(f"t{at}", title="The harbour"),
            tuple(
                Comment(
                    f"c{number}", f"t{at}", number + 1, text, author=f"Reader{number % _READERS}",
                    parent_id=f"c{number - 1}" if number % 3 == 1 else None,
                )
                for number, text in enumerate(texts)
            ),
        )  # fmt: skip


def cost(pipeline: Pipeline, total: int, size: int, words: int | None) -> float:
    """Processor seconds per 1,000 comments; what making them takes is left out."""
    making = 0.0

    def timed() -> Iterator[tuple[Discussion, None]]:
        nonlocal making
        source = threads(total, size, words)
        while True:
            begun = time.process_time()
            discussion = next(source, None)
            making += time.process_time() - begun
            if discussion is None:
                return
            yield discussion, None

    begun = time.process_time()
    labelled = sum(len(analyses) for analyses in pipeline.analyze_each(timed()))
    taken = time.process_time() - begun - making
    assert labelled == total
    return 1_000 * taken / total


def main() -> int:
    """Measure, print, compare; the least of three for a thousand, which is soon over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("comments", type=int, nargs="?", default=100_000)
    parser.add_argument(
        "--thread", type=int, default=20_000, help="comments of the long thread, 0: none"
    )
    parser.add_argument("--encoder", action="store_true", help="with the model that ships")
    parser.add_argument("--words", type=int, help="most words of a comment (as they come)")
    given = parser.parse_args()
    settings = Settings() if given.encoder else Settings(model="none")
    pipeline = build_pipeline(settings, default_profile())
    cost(pipeline, 1_000, _SHORT, given.words)  # the parser is loaded, words are met
    few = min(cost(pipeline, 1_000, _SHORT, given.words) for _ in range(3))
    print(f"1,000 comments in threads of {_SHORT}: {few:.3f} s per 1,000", flush=True)
    many = cost(pipeline, given.comments, _SHORT, given.words)
    growth = f"{many:.3f}, {many / few:.2f} times"
    print(f"{given.comments:,} in threads of {_SHORT}: {growth}", flush=True)
    long = cost(pipeline, given.thread, given.thread, given.words) if given.thread else 0.0
    if given.thread:
        print(f"one thread of {given.thread:,}: {long:.3f}, {long / few:.2f} times")
    memory = peak_memory()
    print("" if memory is None else f"at most {memory / 2**20:.0f} MiB")
    return int(many > MOST_GROWTH * few or long > MOST_IN_A_THREAD * few)


if __name__ == "__main__":
    sys.exit(main())
