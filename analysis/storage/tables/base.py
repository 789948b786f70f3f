"""The base that all tables share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    MetaData,
)
from sqlalchemy.orm import DeclarativeBase

from analysis.storage.columns import OriginalText, UtcTime


class Table(DeclarativeBase):
    """The common base; its naming convention lets migrations name every constraint."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: OriginalText, datetime: UtcTime}  # noqa: RUF012 (SQLAlchemy's name)
