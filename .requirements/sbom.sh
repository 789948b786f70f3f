#!/usr/bin/env bash
# Writes a bill of materials (CycloneDX 1.6, JSON) of all that is locked, hashes included.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
mkdir -p build
"$uv" tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements \
  --pyproject pyproject.toml --mc-type application --sv 1.6 --of JSON \
  -o build/moderato.cdx.json .requirements/full.lock
echo "build/moderato.cdx.json"
