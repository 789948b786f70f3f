"""The options that Streamlit is started with; no configuration file has to be found."""

from __future__ import annotations

import json
from pathlib import Path

from analysis.domain.upload_limits import LARGEST_UPLOAD
from dashboard.theme import HEADING_SIZES, LABEL_LOOKS, PAGE


def app_file() -> Path:
    """The script that draws every page."""
    return Path(__file__).resolve().parent / "app.py"


def server_file() -> Path:
    """What the server runs: that script, and our own routes beside it."""
    return Path(__file__).resolve().parent / "web_app.py"


def streamlit_flags(
    *, port: int = 8501, address: str = "127.0.0.1", headless: bool = True
) -> list[str]:
    """Flags for ``streamlit run``: bound to this machine, no telemetry, our theme."""
    flags = {
        "server.address": address,
        "server.port": str(port),
        "server.headless": _word(headless),
        # Said here, a configuration file in the folder we start in can't switch them off.
        "server.enableCORS": "true",
        "server.enableXsrfProtection": "true",
        "server.xsrfCookieSameSite": "strict",
        "server.enableAgentApi": "false",
        "server.enableStaticServing": "false",
        "server.scriptHealthCheckEnabled": "false",
        "server.trustedUserHeaders": "{}",
        "global.developmentMode": "false",
        "server.maxUploadSize": str(LARGEST_UPLOAD // 2**20),
        "server.fileWatcherType": "none",
        "server.runOnSave": "false",
        # Else each rerun, of a fragment too, ends with a full collection: .2 s of processor time
        # with our libraries, in which no other page and no job goes on.
        "runner.postScriptGC": "false",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        # An unexpected error shows its kind only: a message could repeat what somebody wrote.
        "client.showErrorDetails": "type",
        "client.showErrorLinks": "false",
        "theme.font": "sans-serif",
        "theme.baseFontSize": "16",
        "theme.headingFontSizes": json.dumps(HEADING_SIZES),
        "theme.baseRadius": "6px",
        "theme.showWidgetBorder": "true",
    }
    for base, colours in PAGE.items():
        for name, value in colours.items():
            flags[f"theme.{base}.{name}"] = value
    for base in PAGE:
        colours_of = [getattr(look, base) for look in LABEL_LOOKS.values()]
        flags[f"theme.{base}.chartCategoricalColors"] = json.dumps(colours_of)
    return [f"--{name}={value}" for name, value in flags.items()]


def _word(value: bool) -> str:
    return "true" if value else "false"
