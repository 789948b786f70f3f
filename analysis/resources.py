"""Where shipped files lie: beside the packages in a checkout, inside them in a wheel."""

from __future__ import annotations

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
    return f"sqlite:///{data_dir() / 'moderato.db'}"
