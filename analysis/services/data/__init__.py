"""Comments in and out: import, label, export, erase, and analysis without a database."""
