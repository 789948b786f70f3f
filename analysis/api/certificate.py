"""A certificate for an API that is asked by https without a proxy before it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from analysis.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files in PEM: the certificate, with those that signed it behind it, and its private key."""

    file: Path
    key_file: Path


def certificate_of(file: Path | None, key_file: Path | None) -> Certificate | None:
    """The certificate of two options; ``BadInput`` where one is missing or they don't fit."""
    if file is None and key_file is None:
        return None
    if file is None or key_file is None:
        raise BadInput("--certificate and --certificate-key: one needs the other")
    for option, path in (("--certificate", file), ("--certificate-key", key_file)):
        if not path.is_file():
            raise BadInput(f"{option} {path}: there is no such file")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            file, key_file, password=_no_password
        )
    except (ssl.SSLError, OSError, BadInput) as error:
        reason = str(error) if isinstance(error, BadInput) else "they are no pair in PEM"
        raise BadInput(f"--certificate {file}, --certificate-key {key_file}: {reason}") from None
    return Certificate(file, key_file)


def _no_password() -> str:
    raise BadInput("the key is locked by a password; a server can't be asked for it")
