"""The views inside a screen, light and dark: no serious barrier (axe-core), no scroll sideways.

Part of ``make test-long``: with twenty-two pages it takes a minute and a half.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import look, settled, sign_in
from looking import barriers, keep_picture, width
from playwright.sync_api import Page

from analysis.domain.account import Role
from analysis.domain.annotation import Selection
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.profile import Threshold
from analysis.services.access.accounts import create_account
from analysis.services.annotation import annotation_sets, answering
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.storage.database import open_store

PASSWORD = "a long enough password"
LABEL = "possible_hostility"
VIEWS = {
    "people": "people",
    "triage": "thresholds?view=Pick+a+score+range",
    "versions": "thresholds?view=Versions",
    "reason_codes": "thresholds?view=Reason+codes",
    "tone_beside": "tone?view=Side+by+side",
    "tone_thread": "tone?article=tram-line-4&view=Who+answered+whom",
    "annotate": "label-lab?lab_view=Annotate",
    "adjudication": "label-lab?lab_view=Settle+differences",
    "learn": "label-lab?lab_view=Learn",
    "rules": "label-lab?lab_view=Rules",
}


def fill(database: Path) -> None:
    """Two accounts, two versions, and a set on which two people differ."""
    store = open_store(f"sqlite:///{database}")
    made = annotation_sets.create_set(store, "Spring", labels=[LABEL], guideline="1", person="rosa")
    annotation_sets.add_items(store, made.id, selection=Selection.RANDOM, count=3, person="rosa")
    for person, answers in (("ann", "yes no"), ("bo", "no no")):
        for answer in answers.split():
            item = answering.next_item(store, made.id, person=person)
            assert item is not None
            answering.annotate(
                store, item.id, Judgement(label=LABEL, answer=Answer(answer), person=person)
            )
    publish_profile(store, {LABEL: Threshold(0.4, 0.2)}, person="rosa", reason="a try")
    create_account(store, "rosa", PASSWORD, Role.ADMIN)
    create_account(store, "ann", PASSWORD, Role.MODERATOR, person="rosa")
    store.close()


@pytest.mark.slow
def test_every_view_without_serious_barriers_in_light_and_dark(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    fill(database)
    found: dict[str, list[str]] = {}
    wide: dict[str, int] = {}
    page = open_page(demo_url)
    for scheme in ("light", "dark"):
        look(page, scheme=scheme)
        page.context.clear_cookies()
        page.goto(demo_url)
        settled(page)
        found |= {f"sign_in-{scheme}": trouble for trouble in [barriers(page)] if trouble}
        keep_picture(page, f"sign_in-{scheme}")
        sign_in(page, "rosa", PASSWORD)
        for name, path in VIEWS.items():
            page.goto(f"{demo_url}/{path}")
            settled(page)
            keep_picture(page, f"{name}-{scheme}")
            if width(page) > 1280:
                wide[f"{name}-{scheme}"] = width(page)
            if trouble := barriers(page):
                found[f"{name}-{scheme}"] = trouble
    assert wide == {}
    assert found == {}
