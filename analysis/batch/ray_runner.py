"""Parts by the workers of Ray: tasks that keep no state, each handed out again when it is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from analysis.batch.input_parts import Part
from analysis.batch.work import PartDone, Work

RETRIES = 3
"""How often a part is handed out again whose worker was lost, or that raised."""

_WAITING_PER_CORE = 4
"""Parts handed out ahead; a scheduler with millions of them at once would only be slow."""


def run_on_ray(
    parts: Sequence[Part], work: Work, cluster: str | None, workers: int | None
) -> Iterator[PartDone]:
    """What is done, in any order. Without ``cluster`` Ray is started here, for ``workers`` at once.

    A worker is a process of its own that keeps its pipeline from part to part, as Dask's do.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # reports to nobody who runs it
    import ray

    if cluster is None:
        ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    else:
        ray.init(address=cluster, log_to_driver=False)
    try:
        task: Any = ray.remote(num_cpus=1, max_retries=RETRIES, retry_exceptions=True)(
            lambda part: work(part)  # a plain function, whatever kind of callable ``work`` is
        )
        waiting = iter(parts)
        ahead = _WAITING_PER_CORE * max(1, int(ray.cluster_resources().get("CPU", 1)))
        running = [task.remote(part) for part in islice(waiting, ahead)]
        while running:
            ready, running = ray.wait(running)
            for done in ready:
                yield ray.get(done)
            running += [task.remote(part) for part in islice(waiting, len(ready))]
    finally:
        ray.shutdown()
