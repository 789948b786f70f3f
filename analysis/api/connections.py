"""A connection is open for requests: one whose request does not come is closed.

uvicorn waits for the first bytes of a connection, and for the rest of a head that began, without
an end; some thousand callers that send nothing would keep every other out.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""From an open connection, or the first byte of a further request, to the end of the head."""


class HeadsInTime(H11Protocol):
    """uvicorn's own protocol, with a limit on how long a request's head may take."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take what came; what is still missing of a head has to come in the time that began."""
        super().data_received(data)
        self._await_head()

    def on_response_complete(self) -> None:
        """Leave the time between two requests to uvicorn, which limits it."""
        super().on_response_complete()
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        between = self.timeout_keep_alive_task is not None
        if self.conn.their_state is not h11.IDLE or between or self.transport.is_closing():
            self._stop_waiting()
        elif self._late is None:  # each byte begins no new time
            self._late = self.loop.call_later(HEAD_SECONDS, self._close)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        self._late = None
        if not self.transport.is_closing():
            self.transport.abort()
