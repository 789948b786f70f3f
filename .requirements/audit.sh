#!/usr/bin/env bash
# Holds every locked package against the published advisories. Exit 1 on a known vulnerability, 2
# where a package could not be looked up: "not reachable" is never "nothing found".
set -uo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
answers=$(mktemp); trap 'rm -f "$answers"' EXIT
worst=0
for lock in full dev; do
  echo "$lock.lock" >&2
  "$uv" tool run --quiet --from pip-audit==2.10.1 pip-audit --disable-pip --require-hashes \
    --progress-spinner off --format json --requirement ".requirements/$lock.lock" >"$answers"
  .venv/bin/python .requirements/audit_report.py "$answers"
  code=$?
  if [ "$code" -gt "$worst" ]; then worst=$code; fi
done
exit "$worst"
