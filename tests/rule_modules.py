"""The modules in which the labels' rules are written, found by the rules themselves."""

import sys

from analysis.labels import RULES
from analysis.labels import rule as kinds_of_rules

RULE_MODULES = tuple(
    sys.modules[name]
    for name in sorted({rule.find.__module__ for rule in RULES} - {kinds_of_rules.__name__})
)
"""``from_cues`` makes rules without expressions of their own."""
