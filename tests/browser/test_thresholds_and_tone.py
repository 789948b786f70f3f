"""From a slider to a changed queue, and from a point of a chart to its comments."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import settled
from PIL import Image
from playwright.sync_api import Page, expect

from analysis.domain.review import Queue
from analysis.services.moderation.queue import queue_counts
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import open_store

Open = Callable[..., Page]


def drawn(page: Page) -> None:
    """Wait until every part has been fetched and drawn; a chart is drawn anew for its width."""
    settled(page, lasting=400)


def test_a_threshold_from_slider_to_published_version_to_changed_queue(
    database: Path, demo_url: str, open_page: Open
) -> None:
    store = open_store(f"sqlite:///{database}")
    before = active_profile(store)
    waiting = queue_counts(store)[Queue.FLAGGED]

    page = open_page(f"{demo_url}/thresholds")
    drawn(page)
    # The left handle first, or it would be in the way: then everything is flagged.
    for handle in (0, 1):
        page.get_by_role("slider").nth(handle).press("Home")
        settled(page)
    # Said of the label on screen, and again among the changes to publish.
    expect(page.get_by_text(re.compile("newly flagged"))).to_have_count(2)
    drawn(page)
    page.get_by_role("textbox", name="Reason for the change").fill("Look at everything once")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"Version {before.version + 1} is in force")).to_be_visible()

    now = active_profile(store)
    assert now.version == before.version + 1
    assert now.reason == "Look at everything once"
    flagged = queue_counts(store)[Queue.FLAGGED]
    assert flagged > waiting

    page.goto(f"{demo_url}/queue")
    drawn(page)
    expect(
        page.get_by_text(re.compile(rf"of {flagged}\b|flagged.*{flagged}", re.I)).first
    ).to_be_visible()


@pytest.mark.slow
def test_a_brush_over_the_scores_moves_both_handles(demo_url: str, open_page: Open) -> None:
    page = open_page(f"{demo_url}/thresholds?view=Pick+a+score+range")
    drawn(page)
    box = page.get_by_test_id("stVegaLiteChart").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + box["width"] * 0.4, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, y, steps=8)
    page.mouse.up()
    # The axis begins right of the chart's edge, so the ends are about there, not exactly.
    first = page.get_by_test_id("stSliderThumbValue").first
    expect(first).to_have_text(re.compile(r"0\.3\d|0\.4\d"))
    expect(page.get_by_text(re.compile(r"comments have a score from 0\.[34]"))).to_be_visible()


@pytest.mark.slow
def test_a_click_in_a_tone_chart_filters_the_list_below(demo_url: str, open_page: Open) -> None:
    page = open_page(f"{demo_url}/tone")
    drawn(page)
    cards = page.locator(".st-key-tone_list [data-testid=stText]")
    expect(page.get_by_text("The latest comments of this selection")).to_be_visible()
    everything = cards.all_inner_texts()
    # The fifth small chart is constructive evidence; its largest share is a point to click.
    points = page.get_by_test_id("stVegaLiteChart").nth(4).locator("svg .mark-symbol path")
    labels = [point.get_attribute("aria-label") or "" for point in points.all()]
    shares = [
        int(found.group(1)) if (found := re.search(r"share: (\d+)%", w)) else 0 for w in labels
    ]
    point = points.nth(max(range(len(shares)), key=shares.__getitem__))
    point.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box = point.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    heading = page.get_by_text(re.compile(r"Constructive evidence, .*\. Comments: \d+\."))
    expect(heading).to_be_visible()
    drawn(page)
    counted = int(re.search(r"Comments: (\d+)", heading.inner_text()).group(1))  # type: ignore[union-attr]
    assert counted >= 1
    assert cards.all_inner_texts() != everything
    assert page.locator(".st-key-tone_list").get_by_text(re.compile("^Open ")).count() == min(
        counted, 5
    )
    # A click in another chart counts instead of the first, and can be let go again.
    page.get_by_test_id("stVegaLiteChart").nth(0).locator("svg .mark-symbol path").nth(2).click(
        force=True
    )
    expect(page.get_by_text(re.compile("Chosen: Disagreement, civil, "))).to_be_visible()
    page.get_by_role("button", name="Show all again").click()
    expect(page.get_by_text("The latest comments of this selection")).to_be_visible()


@pytest.mark.slow
def test_a_chart_is_saved_as_svg_by_the_browser_itself(demo_url: str, open_page: Open) -> None:
    page = open_page(f"{demo_url}/tone?view=Side+by+side")
    drawn(page)
    page.get_by_text("Take it along").click()
    page.get_by_role("combobox", name="Chart").select_option(label="Articles side by side")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as SVG").click()
    saved = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == "articles-side-by-side.svg"
    assert saved.startswith("<svg")
    assert "<title>Articles side by side</title>" in saved
    assert "Council votes for a tram line" in saved
    # Title and source stand in the picture, and words keep their width in other programs.
    assert "All articles · thresholds default, version 1" in saved
    assert "textLength" in saved
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as PNG").click()
    with Image.open(waiting.value.path()) as picture:
        assert picture.size[0] > 1000
        assert len(picture.convert("L").getcolors()) > 20
