"""Registers the fifth label, as a pytest plugin: before any part has read the list of labels."""

from __future__ import annotations

import off_topic_test

import analysis.labels

analysis.labels.register(off_topic_test)
