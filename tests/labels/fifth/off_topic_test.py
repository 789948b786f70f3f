"""A fifth label, all of it: what a newcomer writes to have one more question asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.label import Example, Facet, FlagEffect, Label, LabelLook
from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.rule import Hit, Rule

LABEL = Label(
    key="off_topic_test",
    short_name="off_topic",
    order=5,
    title="Off topic (test)",
    question="Does the comment offer something for sale?",
    definition="The comment offers something for sale that has nothing to do with the article.",
    is_not=("Asking where something was bought.",),
    facets=(Facet("sale", "Sale", "Offers something for sale."),),
    examples=(
        Example("Bicycle for sale, ask at the harbour.", True, ("for sale",), ("sale",)),
        Example("Where did you buy the bicycle?", False, why="A question."),
    ),
    version="1",
    effect=FlagEffect.QUEUE,
    look=LabelLook(light="#7A6A00", dark="#D9C84A", underline="solid", shape="star"),
)


def _sales(words: AuthorText) -> Iterator[Hit]:
    for found in re.finditer(r"\bfor sale\b", words.text, re.IGNORECASE):
        yield Hit(Span(found.start(), found.end()), "offers something for sale")


RULES = (Rule("off_topic_test.sale", "off_topic_test", "sale", _sales, 6.0),)
