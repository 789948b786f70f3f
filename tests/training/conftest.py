"""Training needs torch; without it these tests are left out (the run's first lines say so)."""

from __future__ import annotations

import importlib.util

collect_ignore_glob = [] if importlib.util.find_spec("torch") else ["test_*.py"]
