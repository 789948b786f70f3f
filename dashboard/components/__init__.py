"""Drawn parts that several screens share: highlighted text, badges, lists, the review loop."""
