"""One request to a site that is polled: whole and in time, or ``BadInput`` in one sentence.

No redirect is followed, since the credentials would go along; by itself no address inside a
network is connected to, and credentials go over https alone.
"""

from __future__ import annotations

import http.client
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import SplitResult

from analysis.domain.errors import BadInput
from analysis.domain.web_address import web_address
from analysis.services.data.connection_end import ConnectionEnd
from analysis.services.data.fetching import AGENT, Network, is_public
from analysis.services.polling.adapters.base import NotReadable, SiteAnswer, SiteQuestion

LARGEST = 8 * 1024 * 1024
"""Bytes of an answer; a hundred comments of 20,480 bytes, twice over and written as escapes."""

PATIENCE = 30.0
"""Seconds for one answer, from the name to its last byte."""

CREDENTIALS = frozenset({"Authorization", "Api-Key"})
"""Headers that let somebody in."""


@dataclass(frozen=True, slots=True)
class HttpAsker:
    """Asks by http; ``allow_private`` lets it reach this machine and addresses inside a network."""

    allow_private: bool = False
    network: Network = field(default_factory=Network)
    patience: float = PATIENCE
    largest: int = LARGEST

    def __call__(self, question: SiteQuestion) -> SiteAnswer:
        """The site's answer, of any status but a redirect; ``NotReadable`` where none comes."""
        address = checked_address(question.url)
        ends = time.monotonic() + self.patience
        host = address.hostname or ""
        port = address.port or (443 if address.scheme == "https" else 80)
        if address.scheme == "http" and CREDENTIALS & question.headers.keys():
            self._same_network_only(host)
        connection = http.client.HTTPConnection(host, port, timeout=self.patience)
        if address.scheme == "https":  # so that the usual port is not named beside the host
            connection.default_port = http.client.HTTPS_PORT
        try:
            connection.sock = self.network.dial(self._reachable(host, port), port, _left(ends))
            with ConnectionEnd(_left(ends)) as end:  # also of a head that comes byte by byte
                end.watch(connection.sock)
                if address.scheme == "https":
                    context = ssl.create_default_context()
                    connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
                return self._answer(connection, address, question, ends)
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            raise NotReadable(f"{host[:80]} could not be read: {type(error).__name__}") from None
        finally:
            connection.close()

    def _answer(
        self,
        connection: http.client.HTTPConnection,
        address: SplitResult,
        question: SiteQuestion,
        ends: float,
    ) -> SiteAnswer:
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        headers = {"User-Agent": AGENT, "Accept": "application/json", **question.headers}
        method = "POST" if question.body else "GET"
        connection.request(method, target, body=question.body or None, headers=headers)
        socket = connection.sock
        response = connection.getresponse()
        if response.status in (301, 302, 303, 307, 308):
            raise NotReadable(f"{address.hostname} leads elsewhere; give the address it leads to")
        pieces: list[bytes] = []
        size = 0
        while True:
            left = _left(ends)
            if socket.fileno() >= 0:  # it is closed with the last byte
                socket.settimeout(left)
            piece = response.read1(65_536)
            if not piece:
                break
            size += len(piece)
            if size > self.largest:
                raise NotReadable(f"{address.hostname} gave more than {self.largest:,} bytes")
            pieces.append(piece)
        if response.length:
            raise NotReadable(f"{address.hostname} broke off in the middle of an answer")
        answered = {name.casefold(): value for name, value in response.getheaders()}
        return SiteAnswer(response.status, answered, b"".join(pieces))

    def _same_network_only(self, host: str) -> None:
        if not self.allow_private:
            raise BadInput(
                f"Credentials go over https alone, and {host[:80]!r} is asked by http; "
                "--allow-private says that it lies in your own network."
            )

    def _reachable(self, host: str, port: int) -> str:
        addresses = self.network.resolve(host, port)
        if not addresses:
            raise NotReadable(f"there is no host {host[:80]!r}")
        if not self.allow_private and not all(map(is_public, addresses)):
            raise BadInput(
                f"{host[:80]!r} is an address inside a network; --allow-private has it asked."
            )
        return addresses[0]


def checked_address(url: str) -> SplitResult:
    """The parts of a site's address; ``BadInput`` where it is none or holds a name or password."""
    address = web_address(url)
    if address is None:
        raise BadInput("A site's address must begin with http:// or https:// and name a host.")
    if address.username or address.password:
        raise BadInput(
            "A name or password belongs in MODERATO_POLL_CREDENTIALS, not in the address."
        )
    return address


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise NotReadable("the site took too long to answer")
    return left
