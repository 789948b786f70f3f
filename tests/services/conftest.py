"""Fresh databases of both kinds."""

from databases import (  # noqa: F401 (fixtures)
    postgres_empty_url,
    postgres_server,
    postgres_store,
    postgres_template,
    sqlite_store,
    sqlite_template,
    store,
)
