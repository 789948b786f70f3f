"""Everything that decides: reading, labelling, storing and measuring comments."""

__version__ = "0.2.0"
