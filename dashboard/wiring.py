"""Where the dashboard gets its store and settings: opened once per server, never at import."""

from __future__ import annotations

import uuid

import streamlit as st

from analysis.services.admin.first_start import Database, database_at, make_tables
from analysis.settings import Settings, load_settings
from analysis.storage import act_log
from analysis.storage.database import Store, open_store


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The installation's settings, read once; ``BadInput`` names one that is wrong."""
    chosen = load_settings()
    if chosen.log_acts:
        act_log.start()
    return chosen


def store() -> Store:
    """The open database. ``BadInput`` with one sentence when it is missing or newer."""
    return _open(settings().database_url)


def first_start() -> Database:
    """What stands at the database's address; one that is missing is made on the spot."""
    url = settings().database_url
    there = database_at(url)
    if there is Database.MISSING:
        make_tables(url)
        return Database.THERE
    return there


@st.cache_resource(show_spinner=False)
def instance() -> str:
    """Tells one start of the server from the next, so that a page notices a restart or a deploy."""
    return uuid.uuid4().hex


def opened() -> bool:
    """Whether this server has opened its database before, so that nothing is asked any more."""
    return settings().database_url in _opened()


@st.cache_resource(show_spinner=False)
def _opened() -> set[str]:
    return set()


@st.cache_resource(show_spinner=False)
def _open(url: str) -> Store:
    # A failure is not cached: the next page load tries again, so that `moderato import` in
    # another window is enough to go on.
    opened_store = open_store(url)
    _opened().add(url)
    return opened_store
