"""Whoever cites a release can check its name by the document, as api.md says how."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from starlette.testclient import TestClient

PAGE = Path(__file__).parents[2] / "analysis/docs/api.md"
RECIPE = 'json.dumps(document, sort_keys=True, separators=(",", ":"))'


def test_the_name_is_the_documents_hash_by_the_recipe(client: TestClient) -> None:
    assert RECIPE in PAGE.read_text(encoding="utf-8")
    release = client.get("/v1/release").json()
    document = release["document"]
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode("ascii")).hexdigest()
    assert digest.startswith(release["id"])
    assert len(release["id"]) == 16
    changed = json.dumps({**document, "thresholds": {}}, sort_keys=True, separators=(",", ":"))
    assert not hashlib.sha256(changed.encode("ascii")).hexdigest().startswith(release["id"])
