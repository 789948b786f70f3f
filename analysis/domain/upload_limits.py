"""How much a file may hold that a browser hands over, or that holds annotations.

A server keeps what is uploaded in its memory; a person's judgements take a small part of this.
"""

LARGEST_UPLOAD = 64 * 2**20
"""Bytes of a file as it is given."""
LARGEST_UNPACKED = 256 * 2**20
"""Bytes that a compressed one (a spaCy DocBin) may unpack to."""
