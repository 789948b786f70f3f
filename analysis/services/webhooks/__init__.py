"""Decisions on their way to the site: an outbox that survives a kill, and adapters."""
