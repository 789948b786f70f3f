"""Where parts are done: one after the other in this process, or by the workers of Dask or Ray.

A runner is a function that hands every part to ``work`` and yields what is done, in any order. It
knows nothing of comments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from typing import Any

from analysis.batch.input_parts import Part
from analysis.batch.work import PartDone, Work
from analysis.domain.errors import BadInput, NotInstalled, nearest

RUNNERS = ("local", "dask", "ray")
_RETRIES = 3
"""How often Dask hands out a part whose worker was lost, or that raised."""
_WAITING_PER_WORKER = 4
"""Parts handed out ahead; a scheduler with millions of them at once would only be slow."""


@dataclass(frozen=True, slots=True)
class Where:
    """The runner, the address of a scheduler that runs already, else how many workers to start."""

    runner: str = "local"
    cluster: str | None = None
    workers: int | None = None


Runner = Callable[[Sequence[Part], Work, Where], Iterator[PartDone]]


def runner_of(where: Where) -> Runner:
    """The runner that a name means; ``NotInstalled`` where its engine is not here."""
    if where.runner not in RUNNERS:
        raise BadInput(f"--runner {where.runner}: {nearest(where.runner, RUNNERS)}")
    if where.runner == "local":
        if where.cluster is not None:
            raise BadInput(
                "--cluster needs --runner dask or ray; the local runner stays on this machine."
            )
        return run_here
    if where.runner == "ray":
        if find_spec("ray") is None:
            raise NotInstalled("--runner ray: not installed here; pip install 'moderato[ray]'")
        return run_on_ray
    if find_spec("distributed") is None:
        raise NotInstalled("--runner dask: not installed here; pip install 'moderato[batch]'")
    return run_on_dask


def run_here(parts: Sequence[Part], work: Work, where: Where) -> Iterator[PartDone]:
    """One part after the other; the pipeline itself uses the machine's cores."""
    for part in parts:
        yield work(part)


def run_on_ray(parts: Sequence[Part], work: Work, where: Where) -> Iterator[PartDone]:
    """The parts by Ray's workers."""
    from analysis.batch import ray_runner

    return ray_runner.run_on_ray(parts, work, where.cluster, where.workers)


def run_on_dask(parts: Sequence[Part], work: Work, where: Where) -> Iterator[PartDone]:
    """The parts by Dask's workers; what a lost worker had is handed out again."""
    from distributed import Client, LocalCluster, as_completed

    options: dict[str, Any] = {"allowed-failures": _RETRIES}
    import dask

    with dask.config.set({f"distributed.scheduler.{k}": v for k, v in options.items()}):
        cluster = None
        if where.cluster is None:
            # A worker is a process: labelling holds Python's lock too much for threads.
            cluster = LocalCluster(
                n_workers=where.workers, threads_per_worker=1, dashboard_address=None
            )
        try:
            with Client(cluster or where.cluster) as client:
                waiting = iter(parts)
                ahead = _WAITING_PER_WORKER * max(1, len(client.scheduler_info()["workers"]))
                running = as_completed(_hand_out(client, work, islice(waiting, ahead)))
                for future in running:
                    yield future.result()
                    for more in _hand_out(client, work, islice(waiting, 1)):
                        running.add(more)
        finally:
            if cluster is not None:
                cluster.close()


def _hand_out(client: Any, work: Work, parts: Iterator[Part]) -> list[Any]:
    return [client.submit(work, part, pure=False, retries=_RETRIES) for part in parts]
