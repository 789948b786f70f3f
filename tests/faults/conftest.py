"""Fresh databases of both kinds, and the helpers that the services' tests share."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "services"))

from databases import (  # noqa: F401 (fixtures)
    postgres_server,
    postgres_store,
    postgres_template,
    sqlite_store,
    sqlite_template,
    store,
)
