"""All that the routes share: store, pipeline, keys, limits and counters of one process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from analysis.api.caller import Callers
from analysis.api.metrics import Metrics
from analysis.api.perspective import errors
from analysis.api.perspective.answer import Offer
from analysis.api.perspective.request import Reading
from analysis.domain.errors import Overloaded, Unavailable
from analysis.services.access.quota import Quota
from analysis.services.serving.background import BackgroundScoring
from analysis.services.serving.live_scoring import Answer, Limits, LiveScoring, has_failed
from analysis.services.serving.offered_attributes import known_names, offered_attributes
from analysis.services.serving.question import Question
from analysis.services.serving.release import PipelineBuilder, Release, SiteRelease
from analysis.services.webhooks.outbox import Dispatcher
from analysis.settings import Settings
from analysis.storage.database import Store

_WARMING = (
    "The library opens at nine.",
    "Die Bücherei öffnet um neun.",
    "Politicians are lazy and women talk too much.",
)
"""The second loads what tells other languages apart, the third the parser of sentences: each takes
seconds that the first caller to need it would wait."""


@dataclass(slots=True)
class Server:
    """One process of the API. ``start`` loads the models, ``stop`` lets it finish what it took."""

    settings: Settings
    store: Store
    callers: Callers
    release: Callable[[], Release]
    scoring: LiveScoring
    background: BackgroundScoring
    dispatcher: Dispatcher
    offer: Offer
    reading: Reading
    metrics: Metrics = field(default_factory=Metrics)
    warm: threading.Event = field(default_factory=threading.Event)
    warming: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Load the models by labelling something, so that no caller waits for them."""
        self.warm_up()
        self.background.start()
        self.dispatcher.start()

    def warm_up(self) -> bool:
        """Whether all scorers answer; tried until they do, and known from then on.

        Who asks while somebody tries is not made to wait: they do not, yet.
        """
        if self.warm.is_set() or not self.warming.acquire(blocking=False):
            return self.warm.is_set()
        try:
            asked = [self.scoring.submit(Question(text, keep=False)).result() for text in _WARMING]
            if not any(has_failed(answer.analysis) for answer in asked):
                self.warm.set()
        finally:
            self.warming.release()
        return self.warm.is_set()

    def stop(self) -> None:
        """Answer what waits, then end."""
        self.scoring.close()
        self.background.stop()
        self.dispatcher.stop()

    async def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """The answers in order; ``ServiceError`` when too much waits or it takes too long."""
        waiting: list[Future[Answer]] = []
        try:
            for question in questions:
                waiting.append(self.scoring.submit(question))
        except Unavailable as refused:
            for future in waiting:  # what nobody will read is not scored
                future.cancel()
            if isinstance(refused, Overloaded):
                self.metrics.refused.labels("overloaded").inc()
            raise errors.overloaded() from None
        self.metrics.waiting.set(self.scoring.depth)
        try:
            answers = await asyncio.wait_for(_together(waiting), self.settings.api_seconds)
        except TimeoutError:
            self.metrics.refused.labels("late").inc()
            raise errors.too_late() from None
        except Unavailable:
            self.metrics.refused.labels("failed").inc()
            raise errors.internal() from None
        finally:
            for future in waiting:
                future.cancel()
            self.metrics.waiting.set(self.scoring.depth)
        for answer in answers:
            self.metrics.texts.labels(str(answer.cached).lower()).inc()
        return answers


async def _together(futures: Sequence[Future[Answer]]) -> list[Answer]:
    return list(await asyncio.gather(*map(asyncio.wrap_future, futures)))


def build_server(
    settings: Settings, store: Store, *, workers: int = 1, build: PipelineBuilder | None = None
) -> Server:
    """A server on a store; loads no weights yet. ``workers`` processes share quotas.

    ``build`` makes the pipeline and its profile where it is another than the site's.
    """
    release = SiteRelease(store, settings, build=build).current
    limits = Limits(waiting=settings.api_waiting, cached=settings.api_cached)
    return Server(
        settings=settings,
        store=store,
        callers=Callers(store, Quota(share=workers)),
        release=release,
        scoring=LiveScoring(release, limits),
        background=BackgroundScoring(store, lambda: release().pipeline),
        dispatcher=Dispatcher(store),
        offer=Offer(
            offered_attributes(settings.model),
            known_names(),
            dropping=settings.api_unsupported == "drop",
        ),
        reading=Reading(lenient=settings.api_bodies == "lenient", html=settings.api_html),
    )
