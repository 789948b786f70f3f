"""Where shipped files lie: beside the packages in a checkout, inside them in a wheel."""

from __future__ import annotations

import functools
import importlib.metadata
import subprocess
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def in_checkout() -> bool:
    """Whether the code runs from a source checkout rather than an installed wheel."""
    return (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "seeds").is_dir()


def seeds_dir() -> Path:
    """The folder of reviewed small inputs: profiles, word lists, demo threads, gold set."""
    return _CHECKOUT / "seeds" if in_checkout() else _PACKAGE / "_shipped" / "seeds"


def models_dir() -> Path:
    """The folder of models that ship with the product."""
    return _CHECKOUT / "data" / "models" if in_checkout() else _PACKAGE / "_shipped" / "models"


def data_dir() -> Path:
    """The folder for local databases and caches; not created here."""
    return _CHECKOUT / "data" if in_checkout() else Path(platformdirs.user_data_dir("moderato"))


def default_database_url() -> str:
    """The SQLite file that is used when nothing else is said."""
    return sqlite_url(data_dir() / "moderato.db")


def sqlite_url(file: Path) -> str:
    """SQLAlchemy's URL of a SQLite file; two signs that a name may hold mean something in one."""
    return f"sqlite:///{str(file).replace('%', '%25').replace('?', '%3F')}"


@functools.cache
def code_version() -> str:
    """The package's version, in a checkout with its commit: ``0.1.0+g1a2b3c4``.

    A checkout whose tracked files differ from the commit ends in ``.dirty``.
    """
    version = importlib.metadata.version("moderato")
    commit = _commit() if in_checkout() else ""
    return f"{version}+g{commit}" if commit else version


def _commit() -> str:
    # "-dirty" is spelled ".dirty" so that the whole stays a valid local version.
    command = ["git", "-C", str(_CHECKOUT), "describe", "--always", "--exclude=*", "--dirty=.dirty"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
