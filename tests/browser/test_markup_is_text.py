"""Markup in a comment is shown as it was written and never takes effect."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

WRITTEN = '<script>document.title = "owned"</script>'


def test_in_the_queue(demo_url: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{demo_url}/queue?queue=all&q=idiot&author=Mallory")
    expect(page.locator(".queue .excerpt").first).to_contain_text(WRITTEN)
    assert page.title() != "owned"
    assert page.locator(".queue .excerpt img, .queue .excerpt script").count() == 0


@pytest.mark.slow
def test_in_the_review(demo_url: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{demo_url}/queue?queue=all&author=Mallory")
    page.locator(".queue a.item").first.click()
    original = page.locator(".review .original")
    expect(original).to_contain_text(WRITTEN)
    expect(original).to_contain_text("**bold** [link](https://example.org/x)")
    assert original.locator("script, img, a, b, strong").count() == 0
    assert page.title() != "owned"
