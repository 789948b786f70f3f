"""The labels are complete, and the page that describes them is current."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis
from analysis.domain.errors import BadInput
from analysis.domain.label import Label
from analysis.labels import LABEL_KEYS, LABELS, RULES, label
from analysis.labels.reference import label_reference

FOLDER = Path(analysis.__file__).parent


def test_the_label_page_says_what_the_labels_say() -> None:
    page = FOLDER / "docs" / "labels.md"
    assert page.read_text(encoding="utf-8") == label_reference(), (
        "run python -m analysis.labels.reference"
    )


def test_no_label_file_is_forgotten() -> None:
    files = {path.stem for path in (FOLDER / "labels").glob("*.py")}
    assert set(LABEL_KEYS) <= files
    for path in (FOLDER / "labels").glob("*.py"):
        if "= Label(" in path.read_text(encoding="utf-8"):
            assert path.stem in LABEL_KEYS


def test_only_hostility_and_generalization_ask_for_a_look() -> None:
    assert [item.key for item in LABELS if item.concern] == ["possible_hostility", "generalization"]


@pytest.mark.parametrize("item", LABELS, ids=lambda item: item.key)
def test_a_label_says_what_it_is_and_is_not_with_near_misses(item: Label) -> None:
    assert item.question.endswith("?")
    assert item.definition
    assert item.is_not
    assert any(example.matches for example in item.examples)
    assert any(not example.matches for example in item.examples)
    for example in item.examples:
        assert all(proof in example.text for proof in example.proof)
        assert all(item.facet(facet) for facet in example.facets)


def test_rule_names_are_unique_and_name_known_facets() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert all(label(rule.label).facet(rule.facet) for rule in RULES)


def test_an_unknown_label_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(BadInput, match="did you mean 'generalization'"):
        label("generalisation")
