"""Imports what a dashboard imports until its screens are drawn; for ``forked``."""

from __future__ import annotations

import importlib
import pkgutil
import sys

#: Libraries of the dashboard and its first page, and what the fork is told to run.
LIBRARIES = "altair pandas spacy streamlit.web.cli streamlit.web.server.starlette forked"
ROOMS = "charts components screens web"

sys.dont_write_bytecode = False  # as ``temporary_folder.keep_compiled`` has it for all the others
for library in LIBRARIES.split():
    importlib.import_module(library)
for name in ROOMS.split():
    room = importlib.import_module(f"dashboard.{name}")
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        importlib.import_module(module.name)
