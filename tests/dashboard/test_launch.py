"""The dashboard is started bound to this machine, without telemetry, with options that exist."""

from __future__ import annotations

import pytest
from streamlit import config

from dashboard.launch_options import server_file, streamlit_flags
from dashboard.theme import LABEL_LOOKS, PAGE


def _as_mapping(flags: list[str]) -> dict[str, str]:
    return dict(flag.removeprefix("--").split("=", 1) for flag in flags)


def test_every_option_is_one_that_streamlit_knows() -> None:
    known = set(config.get_config_options())
    assert sorted(set(_as_mapping(streamlit_flags())) - known) == []


def test_nothing_is_sent_and_nobody_outside_is_answered() -> None:
    flags = _as_mapping(streamlit_flags(port=9001))
    assert flags["browser.gatherUsageStats"] == "false"
    assert flags["server.address"] == "127.0.0.1"
    assert flags["server.port"] == "9001"
    assert flags["client.showErrorDetails"] == "type"


def test_no_rerun_stops_every_page_and_job_for_a_full_collection() -> None:
    assert _as_mapping(streamlit_flags())["runner.postScriptGC"] == "false"


def test_the_script_that_the_launcher_runs_is_there() -> None:
    assert server_file().is_file()


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("base", ["light", "dark"])
@pytest.mark.parametrize("label", LABEL_LOOKS)
def test_label_colours_stand_out_from_the_page(label: str, base: str) -> None:
    # WCAG 2.1, 1.4.11: at least 3:1 for what is not text.
    colour = getattr(LABEL_LOOKS[label], base)
    assert _contrast(colour, PAGE[base]["backgroundColor"]) >= 3.0


@pytest.mark.parametrize("base", ["light", "dark"])
@pytest.mark.parametrize("ink", ["textColor", "linkColor"])
def test_words_are_readable_on_page_and_panel(base: str, ink: str) -> None:
    # WCAG 2.1, 1.4.3 (AA): at least 4.5:1 for text.
    for paper in ("backgroundColor", "secondaryBackgroundColor"):
        assert _contrast(PAGE[base][ink], PAGE[base][paper]) >= 4.5


def test_no_two_labels_share_an_underline() -> None:
    underlines = [look.underline for look in LABEL_LOOKS.values()]
    assert len(set(underlines)) == len(underlines)
