#!/usr/bin/env bash
# Writes the three lock files anew. Existing pins are kept unless `UPGRADE=1` is given.
#   light.lock  runtime without torch        full.lock  runtime with Detoxify and training
#   dev.lock    what the checks need, on top of either
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
common=(pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
  --no-emit-index-url --no-emit-find-links --no-annotate --no-emit-package torch
  --override .requirements/overrides.txt)
if [ "${UPGRADE:-}" = 1 ]; then common+=(--upgrade); fi

"$uv" "${common[@]}" pyproject.toml .requirements/build.in .requirements/torch.in \
  --extra detoxify --extra training -o .requirements/full.lock
# The others are cut out of it, so that all three agree.
"$uv" "${common[@]}" --constraint .requirements/full.lock \
  pyproject.toml .requirements/build.in -o .requirements/light.lock
"$uv" "${common[@]}" --constraint .requirements/full.lock \
  --group pyproject.toml:dev -o .requirements/dev.lock
