"""Whether a shipped model's manifest is the one that the project signed.

The manifest holds the SHA-256 of every file of its model, so that its signature covers them all.
Ed25519 (RFC 8032) over the manifest's bytes, in base64 in ``manifest.json.sig`` beside it. The
public half of the project's key stands here; the private half is in no repository.
"""

from __future__ import annotations

import base64
import binascii
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from analysis.scorers.embedded_manifest import MANIFEST

PUBLIC_KEY = "jsZ55RHO9NJlpD0ep3HSEMMUS2WxTgOf7EYjtWAx2x0="
"""The public half, 32 bytes in base64."""
SIGNATURE = f"{MANIFEST}.sig"


class Signed(StrEnum):
    """What a signature says."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


def signature_state(folder: Path, *, public_key: str = PUBLIC_KEY) -> Signed:
    """Whether the manifest in ``folder`` is signed, and by the project."""
    try:
        signature = base64.b64decode((folder / SIGNATURE).read_bytes(), validate=False)
    except FileNotFoundError:
        return Signed.MISSING
    except binascii.Error:
        return Signed.WRONG
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
    try:
        key.verify(signature, (folder / MANIFEST).read_bytes())
    except InvalidSignature:
        return Signed.WRONG
    return Signed.RIGHT


def sign(folder: Path, private_key: Path) -> None:
    """Sign the manifest in ``folder`` with a private key: 32 bytes in base64."""
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key.read_bytes()))
    signature = key.sign((folder / MANIFEST).read_bytes())
    (folder / SIGNATURE).write_bytes(base64.b64encode(signature) + b"\n")


if __name__ == "__main__":
    import sys

    sign(Path(sys.argv[1]), Path(sys.argv[2]))
