"""How much a file of annotations may hold; a person's judgements take a small part of it."""

LARGEST_UPLOAD = 64 * 2**20
"""Bytes of a file as it is given."""
LARGEST_UNPACKED = 256 * 2**20
"""Bytes that a compressed one (a spaCy DocBin) may unpack to."""
