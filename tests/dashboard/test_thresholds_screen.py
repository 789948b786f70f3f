"""The thresholds screen: propose, publish, find by cost, decide a range, go back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest
from deciding import claim, decide
from streamlit.testing.v1 import AppTest

from analysis.domain.account import Role
from analysis.domain.decision import Action, ReviewState
from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.reason import ReasonCode
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.domain.thresholds import LabelPreview
from analysis.services.access.accounts import create_account
from analysis.services.moderation import queue, reason_codes
from analysis.services.moderation.review import review
from analysis.services.thresholds import previews, profile_publishing, profiles
from analysis.services.thresholds.label_answers import LabelAnswers
from analysis.storage.database import Store, open_store
from dashboard.screens.queue.reason_codes import codes_from
from dashboard.screens.thresholds import basis
from dashboard.screens.thresholds.changes import moves_in_words

Screen = Callable[..., AppTest]
HOSTILITY = "possible_hostility"


def words(at: AppTest) -> str:
    """Everything the screen says in sentences."""
    parts = [*at.markdown, *at.caption, *at.info, *at.warning, *at.error, *at.success, *at.text]
    return "\n".join(str(part.value) for part in parts)


def band(at: AppTest) -> object:
    return next(one for one in at.slider if str(one.key).startswith("band_"))


def press(at: AppTest, label: str) -> AppTest:
    return next(one for one in at.button if one.label == label).click().run()


def flagged(store: Store) -> int:
    return queue.queue_counts(store)[Queue.FLAGGED]


def test_the_thresholds_in_force_move_nothing(demo_url: str, screen: Screen) -> None:
    at = screen("thresholds")
    assert not at.exception
    assert "nothing moves" in words(at)
    assert not any("Publish" in one.label for one in at.button)


def test_a_published_proposal_is_a_new_version_and_the_queue_follows(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    before = profiles.active_profile(store)
    waiting = flagged(store)
    at = screen("thresholds")
    band(at).set_value((0.0, 0.05)).run()
    assert "newly flagged" in words(at)
    at.text_input(key="publish_reason").set_value("We would rather look once too often")
    press(at, "Publish")
    assert not at.exception
    now = profiles.active_profile(store)
    assert now.version == before.version + 1
    assert (now.thresholds[HOSTILITY].flag_at, now.author) == (0.05, "local")
    assert now.reason == "We would rather look once too often"
    assert now.thresholds["generalization"] == before.thresholds["generalization"]
    assert flagged(store) > waiting
    assert f"version {now.version}" in words(at)


FLAG, UNSURE, CLEAR = Recommendation.FLAG, Recommendation.UNSURE, Recommendation.CLEAR


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ({FLAG: 5, UNSURE: 3, CLEAR: 2}, {FLAG: 2, UNSURE: 6, CLEAR: 2}, "3 no longer flagged"),
        ({FLAG: 5, UNSURE: 3, CLEAR: 2}, {FLAG: 9, UNSURE: 0, CLEAR: 1}, "4 newly flagged"),
        ({FLAG: 5, UNSURE: 3, CLEAR: 2}, {FLAG: 9, UNSURE: 0, CLEAR: 1}, "1 no longer cleared"),
        ({FLAG: 5, UNSURE: 3, CLEAR: 2}, {FLAG: 5, UNSURE: 0, CLEAR: 5}, "3 newly cleared"),
    ],
)
def test_a_move_is_said_as_what_is_newly_flagged_or_cleared_and_what_no_longer(
    now: dict[Recommendation, int], then: dict[Recommendation, int], said: str
) -> None:
    sentence = moves_in_words(LabelPreview(HOSTILITY, now, then, 0, 0, (), ()))
    assert f"**{said}**" in sentence
    assert sentence.startswith("Of 10 scored comments")
    assert sentence.count("**") // 2 == sum(now[one] != then[one] for one in (FLAG, CLEAR))


@pytest.mark.parametrize(
    ("label", "said"),
    [(HOSTILITY, "comments a day ("), ("disagreement", "This label makes no work")],
)
def test_the_daily_work_of_the_thresholds_in_force_is_said(
    demo_url: str, screen: Screen, label: str, said: str
) -> None:
    at = screen("thresholds")
    at.session_state["lab"] = label
    at.run()
    assert not at.exception
    assert said in words(at)


def test_a_version_without_a_reason_is_refused(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    before = profiles.active_profile(store).version
    at = screen("thresholds")
    band(at).set_value((0.1, 0.2)).run()
    press(at, "Publish")
    assert "Say in a few words why" in words(at)
    assert profiles.active_profile(store).version == before


def test_a_proposal_outlives_a_look_at_another_label(demo_url: str, screen: Screen) -> None:
    at = screen("thresholds")
    band(at).set_value((0.1, 0.2)).run()
    at.session_state["lab"] = "generalization"
    at.run()
    at.session_state["lab"] = HOSTILITY
    at.run()
    assert band(at).value == (0.1, 0.2)


def test_comments_at_the_boundary_are_shown_with_a_way_to_their_review(
    demo_url: str, screen: Screen
) -> None:
    at = screen("thresholds")
    band(at).set_value((0.0, 0.05)).run()
    texts = {str(one.value) for one in at.text}
    store = open_store(demo_url)
    preview = previews.preview(store, {HOSTILITY: Threshold(flag_at=0.05, clear_below=0.0)})
    nearest = review(store, preview.labels[HOSTILITY].up_examples[0])
    assert any(" ".join(nearest.comment.text.split())[:60] in one for one in texts)


def test_without_decisions_there_is_no_expectation_and_no_search(
    demo_url: str, screen: Screen
) -> None:
    assert "nothing can be expected" in words(screen("thresholds"))
    assert "No search is possible" in words(screen("thresholds", view="Find by cost"))


def test_with_few_decisions_the_numbers_say_that_they_are_few(
    demo_url: str, screen: Screen
) -> None:
    decide_some(open_store(demo_url))
    assert "too few" in words(screen("thresholds"))
    cost = screen("thresholds", view="Find by cost")
    assert "the cheapest is" in words(cost)
    assert "fewer than 20 answers" in words(cost)


def test_the_cheapest_threshold_becomes_the_proposal(demo_url: str, screen: Screen) -> None:
    decide_some(open_store(demo_url))
    at = screen("thresholds", view="Find by cost")
    take = next(one for one in at.button if one.key == "take_cheapest")
    found = float(take.label.split()[1])
    assert "There, precision would have been" in words(at)
    take.click().run()
    assert not at.exception
    # It is shown at once where it can be looked at and published.
    assert "It is the proposal now" in words(at)
    assert band(at).value[1] == found


def test_a_range_is_decided_at_once_with_a_reason_and_undone_at_once(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    at = screen("thresholds", view="Pick a score range")
    at.slider(key=f"range_{HOSTILITY}").set_value((0.8, 1.0)).run()
    at.toggle(key="bulk_open").set_value(True).run()
    where = QueueFilter(
        queue=Queue.ALL, label=HOSTILITY, score_min=0.8, score_max=1.0, sort=Sort.SCORE
    )
    ids = [item.comment_id for item in queue.queue_page(store, where).items]
    assert ids
    assert f"**{len(ids)}** of the {len(ids)}" in words(at)
    assert re.search(rf"In this range: \*\*\d+% \({len(ids)} of \d+; 95 % from", words(at))
    assert "Nobody has decided a comment in this range yet" in words(at)
    press(at, f"Decide {len(ids)} comments")
    assert "nothing has been decided" in words(at)
    at.radio[0].set_value(Action.REJECT)
    at.selectbox[0].set_value("insult")
    at.checkbox[0].set_value(True)
    press(at, f"Decide {len(ids)} comments")
    assert {review(store, one).state for one in ids} == {ReviewState.REJECTED}
    assert f"people rejected **100% ({len(ids)} of {len(ids)};" in words(at)
    assert "too few to act on" in words(at)
    assert sum("Rejected" in str(one.value) for one in at.caption) == min(len(ids), 10)
    press(at, "Undo this batch")
    assert {review(store, one).state for one in ids} == {ReviewState.OPEN}


def test_a_range_in_which_somebody_holds_a_comment_is_not_decided_and_says_whose_it_is(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    at = screen("thresholds", view="Pick a score range")
    at.slider(key=f"range_{HOSTILITY}").set_value((0.8, 1.0)).run()
    at.toggle(key="bulk_open").set_value(True).run()
    where = QueueFilter(queue=Queue.ALL, label=HOSTILITY, score_min=0.8, sort=Sort.SCORE)
    ids = [item.comment_id for item in queue.queue_page(store, where).items]
    claim(store, ids[0], person="rosa")
    at.radio[0].set_value(Action.REJECT)
    at.selectbox[0].set_value("insult")
    at.checkbox[0].set_value(True)
    press(at, f"Decide {len(ids)} comments")
    assert not at.exception
    assert "held by rosa" in words(at)
    assert {review(store, one).state for one in ids} == {ReviewState.OPEN}


@pytest.mark.parametrize("button", ["Watch without acting", "Publish"])
def test_a_role_that_may_not_change_thresholds_is_told_so(
    demo_url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    store = open_store(demo_url)
    before = profiles.active_profile(store)
    create_account(store, "rosa", "a long enough password", Role.ADMIN)
    create_account(store, "ann", "a long enough password", Role.MODERATOR, person="rosa")
    monkeypatch.setattr("dashboard.state.person", lambda: "ann")
    at = screen("thresholds")
    band(at).set_value((0.0, 0.05)).run()
    at.text_input(key="publish_reason").set_value("Let us see")
    next(one for one in at.button if one.label.startswith(button)).click().run()
    assert not at.exception
    assert "is moderator and may not do this" in words(at)
    assert profiles.active_profile(store) == before
    assert profile_publishing.shadow_profile(store) is None


def test_any_two_versions_are_compared_though_neither_is_in_force(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    for flag_at in (0.1, 0.5, 0.9):
        threshold = Threshold(flag_at=flag_at, clear_below=0.05)
        profile_publishing.publish_profile(
            store, {HOSTILITY: threshold}, person="local", reason="A try"
        )
    newest = profiles.active_profile(store).version
    at = screen("thresholds", view="Versions")
    at.selectbox(key="version_first").set_value(newest - 2).run()
    at.selectbox(key="version_second").set_value(newest - 1).run()
    assert not at.exception
    assert f"less attention under version {newest - 1} than under version {newest - 2}" in words(at)
    (overview,) = [one.value for one in at.dataframe if "Recall" in one.value.columns]
    hostility = overview.loc[overview["Label"] == "Possible hostility"].set_index("Version")
    flags = {name: int(said.split(" of ")[0]) for name, said in hostility["Flags"].items()}
    assert flags[f"version {newest - 2}"] > flags[f"version {newest - 1}"]
    work = {name: float(said.split(" (")[0]) for name, said in hostility["Work a day"].items()}
    assert work[f"version {newest - 1}"] == work[f"version {newest - 2}"] > 0  # both clear at .05
    studied = overview.loc[overview["Label"] == "Disagreement", "Work a day"]
    assert set(studied) == {"none: only studied"}
    assert f"From version {newest - 2} to version {newest - 1}. Of " in words(at)
    assert hostility["Precision"][f"version {newest - 1}"] == "nothing judged"


def test_a_shadow_becomes_the_proposal(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    threshold = Threshold(flag_at=0.25, clear_below=0.05)
    profile_publishing.set_shadow(store, {HOSTILITY: threshold}, person="local", reason="A try")
    at = screen("thresholds", view="Versions")
    press(at, "Take it as the proposal")
    assert not at.exception
    assert band(at).value == (0.05, 0.25)


def test_an_old_version_is_compared_and_published_again_as_a_new_one(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    first = profiles.active_profile(store)
    profile_publishing.publish_profile(
        store,
        {HOSTILITY: Threshold(flag_at=0.1, clear_below=0.05)},
        person="local",
        reason="A try",
    )
    at = screen("thresholds", view="Versions")
    assert not at.exception
    assert len(at.dataframe[0].value) >= 2
    at.selectbox(key="version_again").set_value(first.version).run()
    go_back = f"Go back to version {first.version}"
    press(at, go_back)
    assert "Say in a few words why" in words(at)
    at.text_input(key="roll_back_reason").set_value("Too many false alarms")
    press(at, go_back)
    now = profiles.active_profile(store)
    assert now.version == first.version + 2
    assert now.thresholds == first.thresholds


def test_a_shadow_is_watched_without_the_queue_following(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    waiting = flagged(store)
    at = screen("thresholds")
    band(at).set_value((0.0, 0.05)).run()
    at.text_input(key="publish_reason").set_value("Let us see")
    press(at, "Watch without acting")
    assert flagged(store) == waiting
    assert profile_publishing.shadow_profile(store) is not None
    said = words(screen("thresholds", view="Versions"))
    assert "Shadow 1, watched since" in said
    counted = previews.in_force(store, HOSTILITY).now
    more = sum(counted.values()) - counted[FLAG]
    (hostility,) = [line for line in said.splitlines() if line.startswith("- Possible hostility")]
    assert f"Of {sum(counted.values())} scored comments: **" in hostility
    gained = int(hostility.split("**")[1].split()[0])
    assert 0 < gained <= more
    assert "newly flagged**" in hostility
    assert "- Generalization" not in said  # keeps its thresholds


def test_without_scores_the_screen_says_what_to_do(empty_url: str, screen: Screen) -> None:
    for view in ("Set thresholds", "Pick a score range"):
        at = screen("thresholds", view=view)
        assert not at.exception
        assert "No comment has a score" in words(at)


def decide_some(store: Store) -> None:
    """Reject the three highest scores, approve the three lowest."""
    where = QueueFilter(queue=Queue.ALL, label=HOSTILITY, sort=Sort.SCORE)
    items = queue.queue_page(store, where, page_size=100).items
    for item in (*items[:3], *items[-3:]):
        action = Action.REJECT if item in items[:3] else Action.APPROVE
        view = review(store, item.comment_id)
        decide(
            store,
            item.comment_id,
            action,
            person="local",
            reason_code="insult" if action is Action.REJECT else "",
            seen_sequence=view.last_sequence,
        )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"title": "Off  topic", "key": "off_topic", "in_use": True}, ("off_topic", True)),
        ({"title": "Schmähung, grob!", "key": None, "in_use": True}, ("schmahung_grob", True)),
        ({"title": "Spam", "key": "", "in_use": False}, ("spam", False)),
        ({"title": "18+ only", "key": "", "in_use": True}, ("reason_18_only", True)),
        ({"title": "侮辱", "key": float("nan"), "in_use": None}, ("reason", True)),
    ],
)
def test_a_reason_without_a_code_gets_one_from_its_words(
    row: dict[str, object], code: tuple[str, bool]
) -> None:
    (made,) = codes_from([row, {"title": "  ", "key": "x", "in_use": True}])
    assert (made.key, made.in_use) == code


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ([HOSTILITY], (HOSTILITY,)),
        ([], ()),
        (None, ()),
        (float("nan"), ()),
        (pd.array([HOSTILITY, "generalization"]), (HOSTILITY, "generalization")),
    ],
)
def test_the_labels_that_a_reason_answers_are_read_from_its_cell(
    cell: object, labels: tuple[str, ...]
) -> None:
    (code,) = codes_from([{"title": "Rude", "labels": cell}])
    assert code.labels == labels


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ((1, 2, 3), "abc"),
        ((1, 2, 1.5), "acb"),
        ((3, 2, 1), "cba"),
        ((None, 1, 2), "bca"),
        ((float("nan"), None, 1), "cab"),
        ((1, 1, 1), "abc"),
    ],
)
def test_reasons_stand_by_their_places_and_new_ones_last(
    places: tuple[float | None, ...], order: str
) -> None:
    rows = [{"title": title, "place": at} for title, at in zip("abc", places, strict=True)]
    assert "".join(one.title for one in codes_from(rows)) == order


def test_two_reasons_of_one_wording_get_two_codes() -> None:
    assert [one.key for one in codes_from([{"title": "Spam"}] * 3)] == ["spam", "spam_2", "spam_3"]


def test_the_reasons_are_shown_and_saved_as_they_stand(demo_url: str, screen: Screen) -> None:
    before = reason_codes.reason_codes(open_store(demo_url))
    at = screen("thresholds", view="Reason codes")
    assert not at.exception
    press(at, "Save the reasons")
    assert not at.exception
    assert "The reasons are saved" in words(at)
    assert reason_codes.reason_codes(open_store(demo_url)) == before


def test_the_table_of_reasons_starts_no_formula_where_it_is_downloaded(
    demo_url: str, screen: Screen
) -> None:
    asked = [ReasonCode("sum", '=HYPERLINK("http://x")'), ReasonCode("plain", "'tis plain")]
    reason_codes.set_reason_codes(open_store(demo_url), asked, person="local")
    at = screen("thresholds", view="Reason codes")
    table = at.dataframe[0].value
    assert list(table["title"]) == ['\'=HYPERLINK("http://x")', "'tis plain"]
    press(at, "Save the reasons")
    kept = {one.key: one.title for one in reason_codes.reason_codes(open_store(demo_url))}
    assert (kept["sum"], kept["plain"]) == ('=HYPERLINK("http://x")', "'tis plain")


@pytest.mark.parametrize("by_decisions", [True, False])
@pytest.mark.parametrize("picked", [0, 4])
def test_figures_that_rest_on_picked_comments_say_so(picked: int, by_decisions: bool) -> None:
    answers = LabelAnswers(
        HOSTILITY, (), annotated=9, picked=picked, bulk=2, by_decisions=by_decisions
    )
    sentence = basis.in_words(answers)
    assert ("4 of the annotated comments were not chosen at random" in sentence) is bool(picked)
    assert ("Left out: 2 decided in bulk" in sentence) is by_decisions
