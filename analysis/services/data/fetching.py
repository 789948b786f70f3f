"""One public page from the web, when a person allows it: never an address inside a network.

Each host is resolved once and connected to by the address that was looked at, so that no second
answer of a name server leads elsewhere; redirects go through the same gate.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib import robotparser
from urllib.parse import SplitResult, urljoin, urlsplit

from analysis.domain.errors import BadInput

LARGEST = 20 * 1024 * 1024
"""Bytes of a page; a long discussion has two or three million."""

PATIENCE = 30.0
"""Seconds for everything together: names, robots.txt, redirects and the page."""

MOST_REDIRECTS = 5
AGENT = "Moderato"
_LARGEST_ROBOTS = 512 * 1024
_READABLE = ("text/", "application/json", "application/xhtml", "application/xml", "application/ld")
_ENDINGS = {"json": ".json", "xml": ".xml", "plain": ".txt", "csv": ".csv"}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolve = Callable[[str, int], list[str]]
Dial = Callable[[str, int, float], socket.socket]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: a file's name made from its address, its bytes, and where it was in the end."""

    name: str
    content: bytes
    url: str


def _resolve(host: str, port: int) -> list[str]:
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in entries]


def _dial(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True, slots=True)
class Network:
    """How names become addresses and addresses connections; tests put their own in."""

    resolve: Resolve = _resolve
    dial: Dial = _dial


@dataclass(slots=True)
class _Fetch:
    network: Network
    ends: float
    robots: dict[str, robotparser.RobotFileParser] = field(default_factory=dict)

    def left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise BadInput(
                f"The page took more than {PATIENCE:.0f} seconds; save it and read that."
            )
        return left


def fetch_page(url: str, *, network: Network | None = None) -> Fetched:
    """The page at ``url``; ``BadInput`` in one sentence where it may not or can't be read."""
    fetch = _Fetch(network or Network(), time.monotonic() + PATIENCE)
    for _ in range(MOST_REDIRECTS + 1):
        address = _checked(url)
        if not _allowed(fetch, address):
            raise BadInput(f"{address.hostname} asks programs not to read this page (robots.txt).")
        status, headers, content = _get(fetch, address, LARGEST)
        if status in (301, 302, 303, 307, 308) and headers.get("location"):
            url = urljoin(url, headers["location"])
            continue
        if status != 200:
            raise BadInput(f"{address.hostname} answered with {status}; expected a page.")
        kind = headers.get("content-type", "text/html").split(";")[0].strip().casefold()
        if not kind.startswith(_READABLE):
            raise BadInput(f"{address.hostname} gave {kind[:60]!r}; expected a page of text.")
        return Fetched(_file_name(address, kind), content, url)
    raise BadInput(f"The page leads on more than {MOST_REDIRECTS} times; give its last address.")


def _checked(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        raise BadInput("That is no web address; expected https://host/path.") from None
    if address.scheme not in ("http", "https") or not address.hostname:
        raise BadInput("Only http and https addresses are read; expected https://host/path.")
    if address.username or address.password:
        raise BadInput("An address with a name or password in it is not read.")
    if port == 0 or any(char in url for char in "\r\n\0\t "):
        raise BadInput("That is no web address; expected https://host/path.")
    return address


def _public_address(fetch: _Fetch, host: str, port: int) -> str:
    """The address to connect to; refused where any that the name has lies inside a network."""
    try:
        addresses = fetch.network.resolve(host, port)
    except (OSError, UnicodeError):
        raise BadInput(f"There is no host {host[:80]!r}.") from None
    if not addresses:
        raise BadInput(f"There is no host {host[:80]!r}.")
    for given in addresses:
        if not is_public(given):
            raise BadInput(
                f"{host[:80]!r} is an address inside a network; only public pages are read."
            )
    return addresses[0]


def is_public(given: str) -> bool:
    """Whether an IP address lies in the public internet, embedded IPv4 addresses included."""
    try:
        address = ipaddress.ip_address(given.split("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.teredo is not None or (inner is not None and not is_public(str(inner))):
            return False
    return address.is_global and not address.is_multicast


def _allowed(fetch: _Fetch, address: SplitResult) -> bool:
    origin = f"{address.scheme}://{address.netloc}"
    rules = fetch.robots.get(origin)
    if rules is None:
        rules = robotparser.RobotFileParser()
        at = urlsplit(f"{origin}/robots.txt")
        for _ in range(MOST_REDIRECTS + 1):
            status, headers, content = _get(fetch, at, _LARGEST_ROBOTS)
            if status not in (301, 302, 303, 307, 308) or not headers.get("location"):
                break
            at = _checked(urljoin(at.geturl(), headers["location"]))
        if status == 200:
            rules.parse(content.decode("utf-8", "replace").splitlines())
        elif status >= 500:
            raise BadInput(f"{address.hostname} can't say whether programs may read it ({status}).")
        else:
            rules.parse([])
        fetch.robots[origin] = rules
    return rules.can_fetch(AGENT, address.geturl())


def _get(fetch: _Fetch, address: SplitResult, most: int) -> tuple[int, dict[str, str], bytes]:
    host = address.hostname or ""
    port = address.port or (443 if address.scheme == "https" else 80)
    public = _public_address(fetch, host, port)
    connection = http.client.HTTPConnection(host, port, timeout=fetch.left())
    try:
        connection.sock = fetch.network.dial(public, port, fetch.left())
        if address.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        shown = host if address.port is None else f"{host}:{address.port}"
        headers = {"Host": shown, "User-Agent": AGENT, "Accept-Encoding": "identity"}
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        answer = {name.casefold(): value for name, value in response.getheaders()}
        if response.status in (301, 302, 303, 307, 308):
            return response.status, answer, b""
        return response.status, answer, _body(fetch, connection, response, most)
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise BadInput(f"{host[:80]} could not be read: {type(error).__name__}.") from None
    finally:
        connection.close()


def _body(
    fetch: _Fetch,
    connection: http.client.HTTPConnection,
    response: http.client.HTTPResponse,
    most: int,
) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        if connection.sock is not None:
            connection.sock.settimeout(fetch.left())
        piece = response.read1(65_536)
        if not piece:
            return b"".join(pieces)
        fetch.left()
        size += len(piece)
        if size > most:
            raise BadInput(f"The page is larger than {most >> 20} MB; save it and read that.")
        pieces.append(piece)


def _file_name(address: SplitResult, kind: str) -> str:
    last = address.path.rstrip("/").rsplit("/", 1)[-1] or "index"
    plain = "".join(c if c.isalnum() or c in "-_" else "-" for c in last.rsplit(".", 1)[0])[:60]
    ending = next((end for word, end in _ENDINGS.items() if word in kind), ".html")
    return f"{address.hostname}-{plain or 'page'}{ending}"
