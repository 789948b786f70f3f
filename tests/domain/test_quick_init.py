"""A quick ``__init__`` does what the dataclass's own does."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.finding import Finding, Status
from analysis.domain.quick_init import quick_init
from analysis.domain.span import Span


@dataclass(frozen=True, slots=True, order=True)
class Plain:
    """As dataclasses makes it."""

    name: str
    count: int = 3
    tags: list[str] = field(default_factory=list, compare=False)
    note: str | None = None

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"a negative count: {self.count}")


@quick_init
@dataclass(frozen=True, slots=True, order=True)
class Quick:
    """The same."""

    name: str
    count: int = 3
    tags: list[str] = field(default_factory=list, compare=False)
    note: str | None = None

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"a negative count: {self.count}")


values = st.fixed_dictionaries(
    {"name": st.text(max_size=4)},
    optional={
        "count": st.integers(-2, 9),
        "tags": st.lists(st.text(max_size=2), max_size=2),
        "note": st.none() | st.text(max_size=3),
    },
)


def content(instance: object) -> dict[str, object]:
    return {f.name: getattr(instance, f.name) for f in fields(instance)}  # type: ignore[arg-type]


@given(values)
def test_the_same_values_or_the_same_refusal(given_values: dict[str, object]) -> None:
    try:
        plain: object = content(Plain(**given_values))  # type: ignore[arg-type]
    except ValueError as error:
        with pytest.raises(ValueError, match=str(error)):
            Quick(**given_values)  # type: ignore[arg-type]
    else:
        quick = Quick(**given_values)  # type: ignore[arg-type]
        assert content(quick) == plain
        assert pickle.loads(pickle.dumps(quick)) == quick == copy.deepcopy(quick)


def test_by_place_or_by_name_and_a_default_of_its_own_for_each() -> None:
    assert content(Quick("a", 1, ["x"], "n")) == content(Plain("a", 1, ["x"], "n"))
    assert Quick("a").tags is not Quick("a").tags
    assert list(inspect.signature(Quick).parameters) == list(inspect.signature(Plain).parameters)
    assert Quick.__init__.__annotations__ == Plain.__init__.__annotations__
    for wrong in ((), ("a", 1, [], None, 5)):
        with pytest.raises(TypeError):
            Quick(*wrong)  # type: ignore[arg-type]


def test_it_stays_frozen_ordered_and_replaced() -> None:
    quick = Quick("a")
    with pytest.raises(FrozenInstanceError):
        quick.count = 4  # type: ignore[misc]
    assert replace(quick, count=5) == Quick("a", 5) > quick
    assert hash(quick) == hash(Quick("a"))


def test_the_domain_still_refuses_what_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)
    with pytest.raises(ValueError, match="scored"):
        Finding("label", "rules", Status.SCORED)
