"""A page's elements, whatever stands in its markup."""

from __future__ import annotations

import pytest

from analysis.ingest.html_tree import page_of


@pytest.mark.parametrize(
    "nonsense",
    ["<![nullCDATA[a]]>", "<![][CDATA[a]]>", "<![CDATA[a]]>", "<!DOCTYPE [>", "<!>", "<![if x]>"],
)
def test_a_broken_declaration_does_not_end_the_page(nonsense: str) -> None:
    html = f"<p>first</p>{nonsense}<p>second</p>"
    paragraphs = [node for node in page_of(html)[0].walk() if node.tag == "p"]
    assert [html[node.start : node.end] for node in paragraphs] == ["first", "second"]


@pytest.mark.parametrize("rest", ["<![nullCDATA[a", "<![", "<!", "<"])
def test_a_page_may_end_inside_a_declaration(rest: str) -> None:
    assert [node.tag for node in page_of(f"<p>first</p>{rest}")[0].walk()] == ["p"]
