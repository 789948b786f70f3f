"""One request to a site: no redirect is followed, and it ends in time whatever the site does."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from functools import partial
from typing import Any

from analysis.services.data.connection_end import ConnectionEnd
from analysis.services.webhooks.adapters.base import SiteRequest, SiteResponse

TIMEOUT_SECONDS = 10.0
"""For all of a request and its response, once it is connected."""
_LARGEST_RESPONSE = 1024 * 1024


def send_by_http(request: SiteRequest) -> SiteResponse:
    """Send a request; any status is a response. ``OSError`` where nobody answers in time."""
    outgoing = urllib.request.Request(  # noqa: S310 (the scheme was checked when it was added)
        request.url,
        data=request.body or None,
        headers=dict(request.headers),
        method=request.method,
    )
    with ConnectionEnd(TIMEOUT_SECONDS) as end:
        opener = urllib.request.build_opener(_NoRedirect, _Http(end), _Https(end))
        try:
            response = _answer(opener, outgoing)
        except (http.client.HTTPException, ValueError) as error:
            raise OSError(type(error).__name__) from None
    if end.passed:
        raise TimeoutError  # what came until then may be half an answer
    return response


def _answer(
    opener: urllib.request.OpenerDirector, outgoing: urllib.request.Request
) -> SiteResponse:
    try:
        with opener.open(outgoing, timeout=TIMEOUT_SECONDS) as response:
            return SiteResponse(response.status, response.read(_LARGEST_RESPONSE))
    except urllib.error.HTTPError as error:
        return SiteResponse(error.code, error.read(_LARGEST_RESPONSE))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would send the secret elsewhere, and turn a POST into a GET."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """None is followed."""
        return


class _Http(urllib.request.HTTPHandler):
    def __init__(self, end: ConnectionEnd) -> None:
        super().__init__()
        self._end = end

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Watched, end=self._end), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, end: ConnectionEnd) -> None:
        super().__init__()
        self._end = end

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_WatchedSecurely, end=self._end), req)


class _Watched(http.client.HTTPConnection):
    """A connection whose socket is shut when its time is over."""

    def __init__(self, *arguments: Any, end: ConnectionEnd, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._end = end

    def connect(self) -> None:
        super().connect()
        self._end.watch(self.sock)


class _WatchedSecurely(_Watched, http.client.HTTPSConnection):
    """The same under TLS."""
