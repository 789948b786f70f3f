"""Where the chain stands, written down outside the database: a line or a signed file.

Whoever can write the database can make a whole new chain. What they can't make is one that holds
a link that somebody else wrote down before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import datetime
from pathlib import Path

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.domain.integrity import Checkpoint
from analysis.output_file import OutputFile
from analysis.services.access.accounts import require
from analysis.storage import chain
from analysis.storage.audit import now
from analysis.storage.chain_content import canonical
from analysis.storage.database import Store

SHORTEST_KEY = 16
"""Bytes that a key has at least."""

_FORMAT = "moderato.checkpoint/1"
_LINE = re.compile(r"^([0-9]{1,15}):([0-9a-f]{64})\Z")
_SIGNATURE = re.compile(r"^([0-9a-f]{64})?\Z")


def take(store: Store, *, person: str = "local", key: bytes | None = None) -> Checkpoint:
    """The chain's last link now, signed where there is a ``key``."""
    require(store, person, Permission.MAINTAIN)
    with store.read() as session:
        position, sha256 = chain.head(session)
    unsigned = Checkpoint(position, sha256, now())
    if key is None:
        return unsigned
    return Checkpoint(position, sha256, unsigned.at, _signature(unsigned, key))


def line_of(checkpoint: Checkpoint) -> str:
    """``POSITION:HASH``, as it is printed and can be given back."""
    return f"{checkpoint.position}:{checkpoint.sha256}"


def from_line(line: str) -> Checkpoint:
    """What :func:`line_of` printed; ``BadInput`` for anything else."""
    parts = _LINE.match(line.strip())
    if parts is None:
        raise BadInput("A checkpoint is a position, a colon and 64 hex digits, as it was printed.")
    return Checkpoint(int(parts[1]), parts[2], now())


def write(checkpoint: Checkpoint, file: Path) -> None:
    """Write a checkpoint to a new file; an older one stays as it is."""
    body = {
        "format": _FORMAT,
        "position": checkpoint.position,
        "sha256": checkpoint.sha256,
        "at": checkpoint.at.isoformat(),
        "signature": checkpoint.signature,
    }
    if file.exists():
        raise BadInput(f"{file} is there already; a checkpoint is never overwritten.")
    with OutputFile(file, private=False).replacing() as out:  # it holds nothing of a comment
        out.write(f"{json.dumps(body, indent=2)}\n".encode("ascii"))


def read(file: Path, key: bytes | None = None) -> Checkpoint:
    """A checkpoint from its file; with ``key`` its signature has to be right."""
    try:
        body = json.loads(file.read_text(encoding="ascii"))
        written = _LINE.match(f"{body['position']}:{body['sha256']}")
        signature = body["signature"]
        if body["format"] != _FORMAT or written is None or not _SIGNATURE.match(signature):
            raise ValueError
        at = datetime.fromisoformat(body["at"])
        checkpoint = Checkpoint(int(written[1]), written[2], at, signature)
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadInput(f"{file} is no checkpoint of this program.") from None
    if key is not None and not hmac.compare_digest(
        checkpoint.signature, _signature(checkpoint, key)
    ):
        raise BadInput(
            f"The signature of {file} is not right: it was changed, or signed with another key."
        )
    return checkpoint


def read_key(file: Path) -> bytes:
    """A key from its file, white space at the ends left out."""
    try:
        key = file.read_bytes().strip()
    except OSError as error:
        raise BadInput(f"The key {file} can't be read: {error.strerror}.") from None
    if len(key) < SHORTEST_KEY:
        raise BadInput(f"The key {file} is too short; {SHORTEST_KEY} bytes or more are needed.")
    return key


def _signature(checkpoint: Checkpoint, key: bytes) -> str:
    """HMAC-SHA256 (RFC 2104) over position, hash and moment, in hex."""
    signed = [checkpoint.position, checkpoint.sha256, checkpoint.at.isoformat()]
    return hmac.new(key, canonical(signed), hashlib.sha256).hexdigest()
