"""A range of scores in the page's address, so that what a slider shows can be sent to others."""

from __future__ import annotations

import re

import streamlit as st

from analysis.domain.errors import BadInput

Range = tuple[float, float]

_RANGE = re.compile(r"(0(?:\.\d{1,4})?|1(?:\.0{1,4})?)-(0(?:\.\d{1,4})?|1(?:\.0{1,4})?)")


def range_in_address(name: str) -> Range | None:
    """The range under ``name`` (``0.15-0.4``); ``BadInput`` where it is none."""
    asked = st.query_params.get(name)
    if asked is None:
        return None
    match = _RANGE.fullmatch(asked)
    low, high = (float(match[1]), float(match[2])) if match else (1.0, 0.0)
    if low > high:
        raise BadInput(
            f"{name} in the address must be two numbers from 0 to 1, the lower first, as 0.15-0.4"
        )
    return low, high


def keep_range(name: str, shown: Range, *, usual: Range) -> None:
    """Write the range into the address; the usual one is left out."""
    if shown == usual:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = "-".join(_number(end) for end in shown)


def forget_ranges(prefix: str) -> None:
    """Take the ranges whose name begins with ``prefix`` out of the address."""
    for name in [name for name in st.query_params if name.startswith(prefix)]:
        del st.query_params[name]


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
