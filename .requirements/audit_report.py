"""Says what an audit found, and of which packages it could learn nothing; standard library only."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def report(answers: str) -> tuple[int, list[str]]:
    """Exit code (0 clean, 1 vulnerable, 2 not all looked up) and the lines to print."""
    try:
        packages = json.loads(answers)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 2, ["the audit gave no answer: nothing is known about any package"]
    lines = [
        f"{package['name']} {package['version']}: {flaw['id']}, mended in "
        + (", ".join(flaw["fix_versions"]) or "no version yet")
        for package in packages
        for flaw in package.get("vulns", ())
    ]
    vulnerable = bool(lines)
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    looked_up = len(packages) - len(unknown)
    lines.append(f"{looked_up} of {len(packages)} packages were looked up")
    if unknown or not packages:
        lines.append("the advisories can't be reached, or don't know: " + ", ".join(unknown))
        return 2, lines
    return int(vulnerable), lines


if __name__ == "__main__":
    code, said = report(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.write("\n".join(said) + "\n")
    sys.exit(code)
