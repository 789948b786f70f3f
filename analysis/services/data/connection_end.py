"""An end to a connection: a time-out of a socket begins anew with every byte that comes."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from types import TracebackType


class ConnectionEnd:
    """Shuts down the connections that it watches once ``seconds`` have passed inside ``with``.

    Whoever reads them is told that the other side has closed.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._twins: list[socket.socket] = []
        self._lock = threading.Lock()
        self.passed = False

    def __enter__(self) -> ConnectionEnd:
        """Begin to count."""
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Count no longer."""
        self._timer.cancel()
        with self._lock:
            for twin in self._twins:
                twin.close()
            self._twins.clear()

    def watch(self, connection: socket.socket) -> None:
        """Watch a connection, also one that is wrapped or detached afterwards."""
        with self._lock:
            self._twins.append(socket.socket(fileno=os.dup(connection.fileno())))
        if self.passed:
            self._end()

    def _end(self) -> None:
        self.passed = True
        with self._lock:
            for twin in self._twins:
                with suppress(OSError):
                    twin.shutdown(socket.SHUT_RDWR)
