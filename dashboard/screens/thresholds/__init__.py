"""Thresholds: draft, preview, publish, compare, roll back."""
