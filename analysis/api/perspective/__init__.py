"""The contract of the Perspective API (``commentanalyzer`` v1alpha1), answered by our labels.

The only place where places in a text are counted in UTF-16 code units.
"""
