"""The list of screens in the order of the menu, and how one links to another."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from analysis.domain.account import Account, Permission
from dashboard.texts import text


@dataclass(frozen=True, slots=True)
class Screen:
    """One entry of the menu: its room in ``dashboard.screens``, and its address in the URL.

    The default screen has no address of its own: it is what ``/`` shows.

    ``needs`` leaves it out for roles that could do nothing there; the services enforce it.
    """

    name: str
    path: str
    needs: Permission = Permission.READ
    default: bool = False
    in_menu: bool = True
    """Whether the menu names it; the others are reached from what they are about."""


SCREENS: tuple[Screen, ...] = (
    Screen("home", "", default=True),
    Screen("queue", "queue"),
    Screen("review", "review"),
    Screen("try_comment", "try"),
    Screen("thresholds", "thresholds"),
    Screen("tone", "tone"),
    Screen("label_lab", "label-lab"),
    Screen("imports", "import", Permission.IMPORT),
    Screen("audit", "audit", Permission.AUDIT),
    Screen("people", "people", Permission.ACCOUNTS),
    Screen("status", "status", Permission.AUDIT),
    Screen("author", "author", in_menu=False),
)


_ONE_FILE = (
    "home",
    "try_comment",
    "audit",
    "people",
    "status",
    "author",
)  # the other screens are packages with a module `screen`


def module(name: str) -> str:
    """The module whose ``render()`` draws the screen of this name."""
    return f"dashboard.screens.{name}" + ("" if name in _ONE_FILE else ".screen")


def _render(name: str) -> Callable[[], None]:
    def render() -> None:
        importlib.import_module(module(name)).render()

    render.__name__ = name
    return render


def has_screen(name: str) -> bool:
    """Whether this installation holds the module of that screen."""
    return importlib.util.find_spec(module(name)) is not None


def pages(account: Account | None = None) -> Mapping[str, st.Page]:
    """The pages by screen name, made anew on each run, as ``st.navigation`` wants them.

    With an account given, only those that its role covers.
    """
    return {
        screen.name: st.Page(
            _render(screen.name),
            title=text(f"shell.{screen.name}"),
            url_path=screen.path or None,
            default=screen.default,
            visibility="visible" if screen.in_menu else "hidden",
        )
        for screen in SCREENS
        if has_screen(screen.name) and (account is None or account.may(screen.needs))
    }


def refused_pages(account: Account) -> list[st.Page]:
    """The screens that the role does not cover: in no menu, and their addresses say so."""
    return [
        st.Page(
            _refused(screen.name),
            title=text(f"shell.{screen.name}"),
            url_path=screen.path,
            visibility="hidden",
        )
        for screen in SCREENS
        if has_screen(screen.name) and not account.may(screen.needs)
    ]


def _refused(name: str) -> Callable[[], None]:
    def render() -> None:
        st.title(text(f"shell.{name}"))
        st.info(text("shell.not_your_screen"))

    render.__name__ = name
    return render


def go(name: str, query: Mapping[str, str] | None = None) -> None:
    """Leave for another screen, with the filter or comment that its address should carry."""
    st.switch_page(pages()[name], query_params=dict(query or {}))
