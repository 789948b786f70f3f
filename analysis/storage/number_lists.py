"""Many numbers in one statement, as one value: no limit of variables, nothing to compile anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY


def listed(dialect: str, name: str) -> Select[int]:
    """The numbers of the list that is given as parameter ``name``, to be asked with ``IN``.

    A parameter for each number would be compiled for each length of such a list, which takes
    longer than finding the rows. SQLite reads this one as JSON, PostgreSQL as an array.
    """
    if dialect == "sqlite":
        values = func.json_each(bindparam(name)).table_valued("value")
        return select(values.c.value)
    array = bindparam(name, type_=ARRAY(BigInteger))
    return select(func.unnest(array).column_valued("value"))


def as_list(dialect: str, numbers: Sequence[int]) -> Any:
    """What to give for the parameter of :func:`listed`."""
    return json.dumps(list(numbers)) if dialect == "sqlite" else list(numbers)
