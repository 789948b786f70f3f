"""Threshold profiles: preview, publish, compare, and what a change would cost."""
