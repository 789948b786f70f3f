"""The tone screen: shares with intervals, clicks that lead to comments, numbers to take along."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.domain.decision import ReviewState
from analysis.domain.finding import Status
from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.domain.review import LabelBadge, QueueItem
from analysis.domain.tone import Granularity, ToneList, ToneRow
from analysis.labels.tone_measures import SHOWN
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.site.site_pipeline import site_pipeline
from analysis.services.tone import tone_counts
from analysis.settings import load_settings
from analysis.storage.database import open_store
from dashboard.article_summary import Facts, article_page, article_summary_of
from dashboard.components.plain import plain
from dashboard.screens.tone.changes import changes
from dashboard.screens.tone.comments import asked_for, queue_words
from dashboard.screens.tone.export import file_name, source_of, tone_csv
from dashboard.screens.tone.point_choice import Pick
from dashboard.screens.tone.scope import Point, Scope, _readable_step

Screen = Callable[..., AppTest]


def words(at: AppTest) -> str:
    parts = [*at.markdown, *at.caption, *at.info, *at.subheader, *at.text]
    return "\n".join(str(part.value) for part in parts)


def row(key: str = "a", *, title: str = "Title", n: int = 40, **counts: object) -> ToneRow:
    zero = dict.fromkeys(
        (
            "disagreement", "civil_disagreement", "hostile_disagreement", "unsure_disagreement",
            "hostility", "generalization", "evidence", "unsure", "unsupported",
        ),
        0,
    )  # fmt: skip
    place = {name: counts.pop(name) for name in list(counts) if name not in zero}
    return ToneRow(key, title, n, n, {**zero, **counts}, **place)  # type: ignore[arg-type]


def item(
    number: int, position: int, excerpt: str = "words", **answers: Recommendation
) -> QueueItem:
    badges = tuple(
        LabelBadge(label, Status.SCORED, 0.5, answer) for label, answer in answers.items()
    )
    return QueueItem(
        number, f"p{number}", "a", "Title", position, "Ann", None, excerpt,
        ReviewState.OPEN, badges, 0.0, "",
    )  # fmt: skip


def test_all_articles_are_shown_over_time_side_by_side_and_with_their_comments(
    demo_url: str, screen: Screen
) -> None:
    at = screen("tone")
    assert not at.exception
    said = words(at)
    for heading in ("Over time", "What changed", "Comments"):
        assert heading in said
    for measure in ("Disagreement, civil", "Disagreement, hostile", "Constructive evidence"):
        assert measure in said
    over_charts = [str(part.value) for part in at.caption if "95 % from" in str(part.value)]
    assert len(over_charts) == len(SHOWN), "a number with its interval over each chart"

    beside = words(screen("tone", view="Side by side"))
    assert "Side by side" in beside
    assert "What changed" not in beside


def test_one_article_is_shown_along_its_thread_and_by_who_answered_whom(
    demo_url: str, screen: Screen
) -> None:
    article = tone_counts.tone_by_article(open_store(demo_url))[0]
    at = screen("tone", article=article.key)
    assert not at.exception
    assert "Along the thread" in words(at)
    assert at.button_group(key="view").options == ["Along the thread", "Who answered whom"]
    thread = words(screen("tone", article=article.key, view="Who answered whom"))
    assert "Each comment in reading order" in thread
    assert "Side by side" not in thread


@pytest.mark.parametrize(
    ("point", "wider"),
    [
        (None, ""),
        (Point("1 March", "evidence"), ""),
        (Point("Trams", None, article_id="trams"), ""),
        (Point("1 March", "civil_disagreement"), "all disagreement, civil or not"),
        (Point("1 March", "hostile_disagreement"), "all disagreement, hostile or not"),
        (Point("1 March", "unsure"), "sure comments too"),
        (Point("1–10", "evidence", first=1, last=10), "the whole thread"),
        (Point("1–10", "unsure", first=1, last=10), "sure comments too, the whole thread"),
    ],
)
def test_the_way_to_the_queue_says_where_the_queue_can_only_show_more(
    point: Point | None, wider: str
) -> None:
    said = queue_words(point)
    assert said.endswith(f"which can only show more: {wider}" if wider else "in the queue")


@pytest.mark.parametrize(("article", "flat"), [("harbour", True), ("tram-line-4", False)])
def test_a_thread_without_answers_says_so_instead_of_drawing_none(
    demo_url: str, screen: Screen, article: str, flat: bool
) -> None:
    rows = tone_counts.tone_by_article(open_store(demo_url))
    key = next(row.key for row in rows if row.key.startswith(article))
    at = screen("tone", article=key, view="Who answered whom")
    assert not at.exception
    assert ("Nobody is known to answer anybody here" in words(at)) is flat


def test_a_point_is_chosen_without_a_mouse(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    at = screen("tone")
    at.session_state["tone_typed"] = True
    at.run()
    busiest = max(tone_counts.tone_over_time(store), key=lambda one: one.count("evidence"))
    next(one for one in at.selectbox if one.label == "What").set_value("evidence")
    next(one for one in at.selectbox if one.label == "Point").set_value(busiest.key).run()
    assert not at.exception
    counted = [str(one.value) for one in at.markdown if "Constructive evidence**" in one.value]
    assert counted[-1].endswith(f"Comments: {busiest.count('evidence')}.")


def test_an_article_side_by_side_is_chosen_without_a_mouse(demo_url: str, screen: Screen) -> None:
    article = max(
        tone_counts.tone_by_article(open_store(demo_url)), key=lambda one: one.count("evidence")
    )
    at = screen("tone", view="Side by side")
    at.session_state["tone_typed"] = True
    at.run()
    next(one for one in at.selectbox if one.label == "What").set_value("evidence").run()
    point = next(one for one in at.selectbox if one.label == "Point")
    assert f"{article.title} · {article.count('evidence')} of {article.scored}" in point.options
    point.set_value(article.key).run()
    assert not at.exception
    counted = [str(one.value) for one in at.markdown if "Constructive evidence**" in one.value]
    assert counted[-1].endswith(f"Comments: {article.count('evidence')}.")


def test_what_was_chosen_last_counts_and_can_be_let_go(demo_url: str, screen: Screen) -> None:
    """In a browser a click in a second chart must win over one in the first; so must a list."""
    days = tone_counts.tone_over_time(open_store(demo_url))
    first, day = days[0].key, max(days, key=lambda one: one.count("evidence")).key
    at = screen("tone")
    at.session_state["tone_typed"] = True
    at.session_state["tone_pick"] = Pick("tone_hostility_None_None_day_course", first, "hostility")
    at.run()
    assert f"Chosen: **Possible hostility**, {plain(first)}" in words(at)
    next(one for one in at.selectbox if one.label == "Point").set_value(day).run()
    assert f"Chosen: **Disagreement, civil**, {plain(day)}" in words(at)
    assert f"Chosen: **Possible hostility**, {plain(first)}" not in words(at)
    next(one for one in at.button if one.label == "Show all again").click().run()
    assert not at.exception
    assert "Chosen:" not in words(at)
    assert next(one for one in at.selectbox if one.label == "Point").value is None


def test_a_choice_is_let_go_when_another_article_is_opened(demo_url: str, screen: Screen) -> None:
    at = screen("tone", view="Side by side")
    at.session_state["tone_pick"] = Pick("tone_beside_article", "tram-line-4", "hostility")
    at.run()
    article = next(one for one in at.selectbox if one.label == "Article")
    article.set_value("tram-line-4").run()
    article = next(one for one in at.selectbox if one.label == "Article")
    article.set_value("").run()
    assert not at.exception
    assert "Chosen:" not in words(at)


def test_a_choice_is_let_go_in_the_other_view(demo_url: str, screen: Screen) -> None:
    at = screen("tone", view="Side by side")
    at.session_state["tone_pick"] = Pick("tone_beside_article", "tram-line-4", "hostility")
    at.run()
    assert "Chosen: **Possible hostility**, Council votes for a tram line" in words(at)
    for view in ("course", "beside"):
        at.button_group(key="view").set_value(view).run()
        assert "Chosen:" not in words(at)


def test_sections_stand_side_by_side_and_lead_to_their_comments(
    demo_url: str, screen: Screen
) -> None:
    sections = tone_counts.tone_by_section(open_store(demo_url))
    named = next(one for one in sections if one.section)
    at = screen("tone", view="Side by side")
    at.button_group(key="tone_compared").set_value("section").run()
    at.session_state["tone_pick"] = Pick("tone_beside_section", named.key, "evidence")
    at.run()
    assert not at.exception
    assert (
        f"**Constructive evidence**, {named.title}. Comments: {named.count('evidence')}."
        in words(at)
    )


def test_the_address_of_an_unknown_article_shows_all(demo_url: str, screen: Screen) -> None:
    at = screen("tone", article="no-such-article", view="Side by side")
    assert not at.exception
    assert "Side by side" in words(at)


def test_without_comments_the_screen_says_what_to_do(empty_url: str, screen: Screen) -> None:
    at = screen("tone")
    assert not at.exception
    assert "moderato import" in words(at)


def test_a_point_asks_for_what_it_counts_inside_the_scope() -> None:
    scope = Scope("city", None, "", Granularity.DAY)
    assert asked_for(scope, None) == ToneList(section="city")
    day = Point("here", "unsure", date_from=date(2026, 3, 2), date_to=date(2026, 3, 2))
    assert asked_for(scope, day) == ToneList(
        measure="unsure", section="city", date_from=day.date_from, date_to=day.date_to
    )
    article = Scope(None, "trams", "Trams", Granularity.POSITION)
    step = Point.at_step("evidence", "11", [row("11", position=11, last=20)], Granularity.POSITION)
    assert asked_for(article, step) == ToneList(
        measure="evidence", article_id="trams", first=11, last=20
    )


@pytest.mark.parametrize(
    ("step", "last"),
    [
        (Granularity.DAY, date(2028, 2, 1)),
        (Granularity.WEEK, date(2028, 2, 7)),
        (Granularity.MONTH, date(2028, 2, 29)),
    ],
)
def test_a_step_in_time_lasts_a_day_a_week_or_a_month(step: Granularity, last: date) -> None:
    point = Point.at_step("evidence", "x", [row("x", day=date(2028, 2, 1))], step)
    assert point is not None
    assert (point.date_from, point.date_to) == (date(2028, 2, 1), last)


@pytest.mark.parametrize(
    ("weeks", "first"),
    [
        (12, Granularity.DAY),
        (13, Granularity.WEEK),
        (40, Granularity.WEEK),
        (41, Granularity.MONTH),
    ],
)
def test_a_long_time_is_shown_by_weeks_or_months_at_first(
    monkeypatch: pytest.MonkeyPatch, weeks: int, first: Granularity
) -> None:
    rows = [row(str(number)) for number in range(weeks)]
    monkeypatch.setattr(tone_counts, "tone_over_time", lambda *_, **__: rows)
    assert _readable_step(None, None) is first  # type: ignore[arg-type]


def test_a_click_on_a_step_that_is_gone_is_no_point() -> None:
    assert Point.at_step("evidence", "gone", [row("x")], Granularity.DAY) is None
    assert Point.at_group("gone", [row("x")]) is None


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((5, 100), (40, 100), "more"),
        ((40, 100), (5, 100), "less"),
        ((10, 100), (12, 100), "no clear change"),
        ((1, 27), (1, 2), "too few to say"),
        ((1, 27), (0, 0), "no comments"),
    ],
)
def test_a_change_is_said_as_loudly_as_its_numbers_allow(
    before: tuple[int, int], now: tuple[int, int], said: str
) -> None:
    first = row(n=before[1], hostility=before[0])
    second = row(n=now[1], hostility=now[0])
    found = next(one for one in changes(first, second) if one["What"] == "Possible hostility")
    assert found["So"] == said


def test_the_csv_has_every_share_with_n_and_interval_and_starts_no_formula() -> None:
    profile = Profile("default", 3, {})
    text = tone_csv([row(title="=HYPERLINK(1)", evidence=10, section="@News")], [], profile)
    lines = list(csv.DictReader(io.StringIO(text)))
    evidence = next(line for line in lines if line["what"] == "evidence")
    assert (evidence["hits"], evidence["n"], evidence["share"]) == ("10", "40", "0.25")
    assert float(evidence["low"]) < 0.25 < float(evidence["high"])
    assert (evidence["group"], evidence["section"]) == ("'=HYPERLINK(1)", "'@News")
    assert (evidence["profile"], evidence["profile_version"]) == ("default", "3")


def test_the_csv_holds_the_sections_that_stand_side_by_side_too() -> None:
    sections = [row("city", title="City", n=10, section="City"), row("sea", title="Sea", n=30)]
    text = tone_csv([row()], [], Profile("default", 1, {}), sections=sections)
    lines = [line for line in csv.DictReader(io.StringIO(text)) if line["what"] == "evidence"]
    said = [(line["series"], line["group"], line["n"]) for line in lines]
    assert said == [("article", "Title", "40"), ("section", "City", "10"), ("section", "Sea", "30")]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("moderato-tone", "moderato-tone"),
        ("moderato-tone-../../etc/x", "moderato-tone-etc-x"),
        ("a" * 200, "a" * 80),
    ],
)
def test_a_saved_file_has_a_name_that_every_system_takes(words: str, name: str) -> None:
    assert file_name(words) == name


def test_a_saved_picture_says_of_which_comments_and_under_which_thresholds() -> None:
    scope = Scope("News", None, "", Granularity.DAY)
    said = source_of(scope, Profile("default", 3, {}), datetime(2026, 3, 9, tzinfo=UTC))
    assert said == "News · thresholds default, version 3 · 09 March 2026"


class Tags(HTMLParser):
    """The tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]


def facts(**kept: object) -> Facts:
    given = Facts(
        article=row(title="Ferry & <b>fare</b>", evidence=10),
        along=[row("1", position=1, n=10), row("11", position=11, n=10)],
        profile=Profile("default", 3, {"disagreement": Threshold(0.6, 0.3)}),
        examples={"possible_hostility": [item(7, 7, "<script>alert(1)</script>")]},
        written_at=datetime(2026, 3, 9, tzinfo=UTC),
    )
    return replace(given, **kept)


def test_the_report_needs_nothing_from_anywhere_and_runs_no_script() -> None:
    page = Tags()
    page.feed(article_page(facts()))
    assert "script" not in page.tags
    assert page.addresses == []
    assert "svg" in page.tags


def test_the_report_says_profile_n_and_interval_and_escapes_what_people_wrote() -> None:
    page = article_page(facts(days=(date(2026, 3, 2), date(2026, 3, 8)), decided=4))
    assert "default, version 3" in page
    assert "Written from 02 March 2026 to 08 March 2026." in page
    assert "Decided by people so far: 4." in page
    assert "25% (10 of 40; 95 % from" in page
    assert "Ferry &amp; &lt;b&gt;fare&lt;/b&gt;" in page
    assert "&lt;script&gt;" in page


def test_the_report_of_a_stored_article_holds_its_title(demo_url: str) -> None:
    store = open_store(demo_url)
    article = tone_counts.tone_by_article(store)[0]
    assert article.title.split()[0] in article_summary_of(store, article.key)


def test_an_undated_article_alone_opens_along_its_thread(
    empty_url: str, screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_MODEL", "none")
    store = open_store(empty_url)
    table = tmp_path / "undated.csv"
    table.write_text("id,text\n1,The ferry left too early.\n2,It did not leave early.\n")
    import_file(store, table)
    score(store, site_pipeline(store, load_settings()))
    at = screen("tone")
    assert "carry no dates" not in words(at)
    assert "Along the thread" in words(at)
    [article] = [box for box in at.selectbox if (box.key or "").startswith("tone_article")]
    article.set_value("").run()
    assert not at.exception
    assert "Over time" not in [part.value for part in at.subheader]
    assert "Side by side" in [part.value for part in at.subheader]
