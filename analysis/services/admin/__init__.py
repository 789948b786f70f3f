"""Keeping the system: the audit, its health, its generated documentation."""
