"""The list of screens in the order of the menu, and how one links to another."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.texts import text


@dataclass(frozen=True, slots=True)
class Screen:
    """One entry of the menu: module in ``dashboard.screens``, and its address in the URL."""

    name: str
    path: str
    default: bool = False


SCREENS: tuple[Screen, ...] = (
    Screen("queue", "queue", default=True),
    Screen("review", "review"),
    Screen("thresholds", "thresholds"),
    Screen("tone", "tone"),
    Screen("label_lab", "label-lab"),
    Screen("audit", "audit"),
    Screen("people", "people"),
)


def _render(name: str) -> Callable[[], None]:
    def render() -> None:
        importlib.import_module(f"dashboard.screens.{name}").render()

    render.__name__ = name
    return render


def has_screen(name: str) -> bool:
    """Whether this installation holds the module of that screen."""
    return importlib.util.find_spec(f"dashboard.screens.{name}") is not None


def pages() -> Mapping[str, st.Page]:
    """The pages by screen name, made anew on each run, as ``st.navigation`` wants them."""
    return {
        screen.name: st.Page(
            _render(screen.name),
            title=text(f"shell.{screen.name}"),
            url_path=screen.path,
            default=screen.default,
        )
        for screen in SCREENS
        if has_screen(screen.name)
    }


def go(name: str, query: Mapping[str, str] | None = None) -> None:
    """Leave for another screen, with the filter or comment that its address should carry."""
    st.switch_page(pages()[name], query_params=dict(query or {}))
