"""``python -m dashboard``: start the dashboard with its own options.

The database is taken from ``MODERATO_DATABASE_URL``, as everywhere. Checking that the port is
free and printing the address is the business of ``moderato dashboard``, which starts this.
"""

from __future__ import annotations

import argparse
import sys

from dashboard.launch_options import server_file, streamlit_flags
from dashboard.web.allowed_hosts import LOOPBACK


def main(arguments: list[str] | None = None) -> None:
    """Replace this process's work by Streamlit's; returns when the server stops."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--browser", action="store_true", help="open a browser window")
    chosen = parser.parse_args(arguments)
    if chosen.address not in LOOPBACK and not _accounts_exist():
        parser.error(
            f"--address {chosen.address} lets other machines in, and there are no accounts yet; "
            "make one first with: moderato accounts add NAME --role admin"
        )

    from streamlit.web.cli import main as streamlit

    flags = streamlit_flags(port=chosen.port, address=chosen.address, headless=not chosen.browser)
    sys.argv = ["streamlit", "run", *flags, str(server_file())]
    streamlit()


def _accounts_exist() -> bool:
    from analysis.domain.errors import ModeratoError
    from analysis.services.access.accounts import sign_in_needed
    from analysis.settings import load_settings
    from analysis.storage.database import open_store

    try:
        store = open_store(load_settings().database_url)
    except ModeratoError:
        return False
    try:
        return sign_in_needed(store)
    finally:
        store.close()


if __name__ == "__main__":
    main()
