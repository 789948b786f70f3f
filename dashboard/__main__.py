"""``python -m dashboard``: start the dashboard with its own options.

The database is taken from ``MODERATO_DATABASE_URL``, as everywhere. Checking that the port is
free and printing the address is the business of ``moderato dashboard``, which starts this.
"""

from __future__ import annotations

import argparse
import sys

from dashboard.launch_options import server_file, streamlit_flags


def main(arguments: list[str] | None = None) -> None:
    """Replace this process's work by Streamlit's; returns when the server stops."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--browser", action="store_true", help="open a browser window")
    chosen = parser.parse_args(arguments)

    from streamlit.web.cli import main as streamlit

    flags = streamlit_flags(port=chosen.port, address=chosen.address, headless=not chosen.browser)
    sys.argv = ["streamlit", "run", *flags, str(server_file())]
    streamlit()


if __name__ == "__main__":
    main()
