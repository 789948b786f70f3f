"""A small OpenID provider for tests: it recognises whoever the test says is sitting there.

Run as ``python stub_provider.py PORT``; ``/person`` (JSON) sets the claims of the next sign-ins.
Nothing here is safe, and nothing here is asked by anything but a test on this machine.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
#: How long a token is good for, in seconds.
LASTS = 600


class Provider(BaseHTTPRequestHandler):
    """Discovery, keys, authorization code flow and the way out."""

    person: dict[str, Any] = {}
    #: Code to nonce and client of the sign-ins under way.
    codes: dict[str, tuple[str, str]] = {}
    left = 0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        if asked.path == "/.well-known/openid-configuration":
            self._json(self._about())
        elif asked.path == "/jwks":
            self._json({"keys": [KEY.as_dict(private=False)]})
        elif asked.path == "/authorize":
            code = secrets.token_hex(8)
            Provider.codes[code] = (query["nonce"], query["client_id"])
            back = urlencode({"code": code, "state": query["state"]})
            self._redirect(f"{query['redirect_uri']}?{back}")
        elif asked.path == "/leave":
            Provider.left += 1
            self._redirect(query["post_logout_redirect_uri"])
        elif asked.path == "/left":
            self._json({"left": Provider.left})
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/person":
            Provider.person = json.loads(body)
            self._json({})
        elif self.path == "/token":
            nonce, client = Provider.codes.pop(parse_qs(body)["code"][0])
            now = int(time.time())
            claims = {"iss": self.issuer, "sub": "1", "aud": client, "nonce": nonce, "iat": now}
            claims |= {"exp": now + LASTS} | Provider.person
            token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, KEY)
            self._json({"access_token": "x", "token_type": "Bearer", "id_token": token})
        else:
            self.send_error(404)

    def _about(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/leave",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _json(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: an address here holds codes."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
