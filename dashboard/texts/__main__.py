"""``python -m dashboard.texts LANGUAGE``: what a translation still lacks, checked on the way."""

from __future__ import annotations

import sys

from analysis.domain.errors import ModeratoError
from dashboard.texts import catalogue


def main() -> int:
    """Print each sentence that is still English; the exit code is 2 where the files do not fit."""
    try:
        spoken = catalogue(sys.argv[1] if len(sys.argv) > 1 else None)
    except ModeratoError as problem:
        sys.stderr.write(f"{problem}\n")
        return problem.exit_code
    for key in spoken.missing:
        sys.stdout.write(f"{key}\n")
    sys.stderr.write(f"{spoken.language}: {len(spoken.missing)} sentences are still English\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
