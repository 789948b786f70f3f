"""The helpers that the tests of services and API share."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / room) for room in ("services", "api")]
