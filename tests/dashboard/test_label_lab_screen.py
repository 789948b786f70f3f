"""The label lab: blind annotation, agreement, settling, sets, learning, rules."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.domain.account import Role
from analysis.domain.annotation import AnnotationItem, AnnotationSet, Selection
from analysis.domain.errors import BadInput
from analysis.domain.judgement import AnnotatedSpan, Answer, Judgement
from analysis.domain.span import Span
from analysis.labels import LABEL_KEYS, RULES
from analysis.labels import label as label_of
from analysis.services.access import accounts
from analysis.services.annotation import (
    adjudication,
    annotation_sets,
    answering,
    gold,
    own_annotations,
)
from analysis.services.annotation.annotation_export import SUFFIXES
from analysis.services.data.erasure import erase_comment
from analysis.services.learning.site_kinds import site_kind
from analysis.services.site import rule_switches
from analysis.services.site.site_pipeline import site_combination
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store, open_store
from dashboard import state
from dashboard.components.plain import plain
from dashboard.components.span_marker import Mark, find_words, marked_by
from dashboard.jobs import jobs, problem_of
from dashboard.screens.label_lab import answer_keys
from dashboard.screens.label_lab.answers import judgement_of

Screen = Callable[..., AppTest]
HOSTILITY = "possible_hostility"
VIEWS = ("Annotate", "Settle differences", "Agreement", "Sets", "Learn", "Rules")


def words(at: AppTest) -> str:
    parts = [
        *at.markdown, *at.caption, *at.info, *at.warning, *at.error, *at.success, *at.text,
        *at.subheader,
    ]  # fmt: skip
    return "\n".join(str(part.value) for part in parts)


def press(at: AppTest, label: str) -> AppTest:
    return next(one for one in at.button if one.label == label).click().run()


def a_set(store: Store, *labels: str, count: int = 5) -> AnnotationSet:
    made = annotation_sets.create_set(
        store, "Ferry", labels=labels or (HOSTILITY,), guideline="codebook 1", person="local"
    )
    annotation_sets.add_items(
        store, made.id, selection=Selection.RANDOM, count=count, person="local"
    )
    return made


def say(store: Store, set_id: int, person: str, answer: Callable[[int], Answer]) -> None:
    number = 0
    while (item := answering.next_item(store, set_id, person=person)) is not None:
        answering.annotate(
            store, item.id, Judgement(label=HOSTILITY, answer=answer(number), person=person)
        )
        number += 1


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_an_empty_database_says_what_to_do(
    empty_url: str, screen: Screen, view: str
) -> None:
    at = screen("label_lab", lab_view=view)
    assert not at.exception
    assert words(at).strip()


def test_a_set_is_made_and_filled_on_screen(demo_url: str, screen: Screen) -> None:
    at = screen("label_lab", lab_view="Sets")
    at.text_input[0].set_value("First round")
    press(at, "Make the set")
    assert not at.exception
    at.number_input[0].set_value(7)
    press(at, "Add")
    assert "7 comments added" in words(at)
    made = annotation_sets.sets(open_store(demo_url))[0]
    assert (made.name, made.items, len(made.labels)) == ("First round", 7, 4)
    assert "possible_hostility 1" in made.guideline


def test_every_ending_that_is_read_is_taken_on_screen(demo_url: str, screen: Screen) -> None:
    a_set(open_store(demo_url))
    at = screen("label_lab", lab_view="Sets")
    taken = at.get("file_uploader")[0].proto.type
    assert set(taken) == {*SUFFIXES.values(), ".tsv"}


def report(item: int, **choices: object) -> dict[str, object]:
    return {"choose": {"item": item, "choices": choices}}


@pytest.mark.parametrize(
    ("event", "answers"),
    [
        (report(7, possible_hostility="2"), {HOSTILITY: "2"}),
        (
            report(7, possible_hostility="0", generalization="skip"),
            {HOSTILITY: "0", "generalization": "skip"},
        ),
        (report(8, possible_hostility="2"), {}),
        (report(7, possible_hostility="yes"), {}),
        (report(7, possible_hostility="4"), {}),
        (report(7, generalization=["yes"]), {}),
        (report(7, nothing="yes"), {}),
        ({"choose": "yes"}, {}),
        (None, {}),
    ],
)
def test_only_answers_to_this_comment_that_a_key_gives_are_taken(
    event: object, answers: dict[str, str]
) -> None:
    labels = [label_of(HOSTILITY), label_of("generalization")]
    assert answer_keys.pressed(event, labels, item=7) == answers


@pytest.mark.parametrize(
    ("event", "saves"),
    [
        ({"choose": {"item": 7, "choices": {}, "save": True}}, True),
        ({"choose": {"item": 7, "choices": {}, "save": False}}, False),
        ({"choose": {"item": 8, "choices": {}, "save": True}}, False),
        ({"choose": {"item": 7, "save": "yes"}}, False),
        ({"choose": None}, False),
        (None, False),
    ],
)
def test_only_enter_on_this_comment_saves(event: object, saves: bool) -> None:
    assert answer_keys.saves(event, item=7) is saves


def test_every_answer_has_a_key_of_its_own() -> None:
    labels = [label_of(key) for key in LABEL_KEYS]
    keys = answer_keys.keys_of(labels)
    assert len(set(keys.values())) == len(keys)
    assert len(keys) == sum(len(answer_keys.options_of(label)) for label in labels)
    taken = {answer_keys.NO_TO_THE_REST, answer_keys.TAKE_BACK.lower(), "c", "r"}
    assert not taken & set(keys.values())


def test_an_annotator_sees_no_score_and_nobody_s_answer(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    made = a_set(store)
    say(store, made.id, "ann", lambda n: Answer.YES)
    at = screen("label_lab", lab_view="Annotate")
    assert not at.exception
    said = words(at)
    assert "ann" not in said.split()
    assert "score 0." not in said
    assert "You have judged 0 of 5" in at.get("progress")[0].proto.text


def test_saving_needs_an_answer_to_every_label_and_goes_on_to_the_next(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, HOSTILITY, "generalization")
    at = screen("label_lab", lab_view="Annotate")
    first = answering.next_item(store, made.id, person="local")
    assert first is not None
    at.radio(key=f"said_{first.id}_{HOSTILITY}").set_value("2")
    press(at, "Save and next")
    assert "Answer every label" in words(at)
    at.radio(key=f"said_{first.id}_generalization").set_value("skip")
    press(at, "Save and next")
    assert not at.exception
    mine = {a.label: a for a in answering.my_annotations(store, made.id, person="local")}
    assert (mine[HOSTILITY].answer, mine[HOSTILITY].level) == (Answer.YES, 2)
    assert mine["generalization"].answer is Answer.SKIP
    following = answering.next_item(store, made.id, person="local")
    assert following is not None
    assert following.id != first.id
    assert at.radio(key=f"said_{following.id}_{HOSTILITY}").value is None


@pytest.mark.parametrize("said_to", [1, 3])
def test_an_erased_comment_is_neither_counted_nor_offered_to_whoever_judged_it(
    demo_url: str, screen: Screen, said_to: int
) -> None:
    store = open_store(demo_url)
    made = a_set(store, count=3)
    answered: list[AnnotationItem] = []
    for _ in range(said_to):
        item = answering.next_item(store, made.id, person="local")
        assert item is not None
        answered.append(item)
        said = Judgement(label=HOSTILITY, answer=Answer.NO, person="local", level=0)
        answering.annotate(store, item.id, said)
    erase_comment(store, answered[0].comment_id, person="local", reason="asked")
    at = screen("label_lab", lab_view="Annotate")
    assert not at.exception
    assert f"You have judged {said_to - 1} of 2" in at.get("progress")[0].proto.text
    offered = [one for box in at.selectbox for one in box.options if one.startswith("Comment ")]
    assert len(offered) == said_to - 1


def test_a_comment_with_an_answer_to_one_label_of_two_is_not_counted_as_judged(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, HOSTILITY, "generalization", count=2)
    item = answering.next_item(store, made.id, person="local")
    assert item is not None
    for label, judged in ((HOSTILITY, 0), ("generalization", 1)):
        answering.annotate(store, item.id, Judgement(label=label, answer=Answer.NO, person="local"))
        at = screen("label_lab", lab_view="Annotate")
        assert f"You have judged {judged} of 2" in at.get("progress")[0].proto.text


def test_words_are_marked_without_a_mouse_and_saved_as_a_span(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, "generalization")
    item = answering.next_item(store, made.id, person="local")
    assert item is not None
    passage = item.comment.text[:12].strip()
    at = screen("label_lab", lab_view="Annotate")
    form = next(one for one in at.text_input if one.label.startswith("Words exactly"))
    form.set_value(passage)
    press(at, "Mark them")
    assert at.radio(key=f"said_{item.id}_generalization").value == "yes"
    press(at, "Save and next")
    (mine,) = answering.my_annotations(store, made.id, person="local")
    assert [one.span.of(item.comment.text) for one in mine.spans] == [passage]
    assert mine.facets == (label_of("generalization").facets[0].key,)


def test_one_s_own_answer_opens_filled_in_and_a_change_keeps_the_one_before(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, HOSTILITY, "generalization")
    first = answering.next_item(store, made.id, person="local")
    assert first is not None
    mark = AnnotatedSpan(Span(0, 5), "insult")
    for label, level, spans in ((HOSTILITY, 2, [mark]), ("generalization", None, [])):
        answering.annotate(
            store,
            first.id,
            Judgement(
                label=label,
                answer=Answer.YES if spans else Answer.NO,
                person="local",
                level=level,
                spans=tuple(spans),
                facets=("insult",) if spans else (),
            ),
        )
    at = screen("label_lab", lab_view="Annotate")
    (again,) = [one for one in at.selectbox if one.label == "Look at one of yours again"]
    again.select_index(0).run()
    assert not at.exception
    assert at.radio(key=f"said_{first.id}_{HOSTILITY}").value == "2"
    assert at.radio(key=f"said_{first.id}_generalization").value == "no"
    assert at.session_state[f"marks_{first.id}"] == [Mark(mark.span, HOSTILITY, "insult")]

    at.radio(key=f"said_{first.id}_{HOSTILITY}").set_value("1")
    press(at, "Save what I changed")
    assert "1 of your answers changed" in words(at)
    said = own_annotations.my_history(store, first.id, person="local")
    assert [(one.label, one.level, one.spans) for one in said] == [
        (HOSTILITY, 2, (mark,)),
        ("generalization", None, ()),
        (HOSTILITY, 1, (mark,)),
    ]
    # And the next comment is asked, with nothing filled in.
    following = answering.next_item(store, made.id, person="local")
    assert following is not None
    assert at.radio(key=f"said_{following.id}_{HOSTILITY}").value is None


ORIGINAL = "👍 a fool and a fool again"


@pytest.mark.parametrize("typed", ["a fool", "", "not there", "A FOOL and"])
def test_words_that_stand_nowhere_or_twice_are_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        find_words(ORIGINAL, typed)


def test_words_are_found_in_code_points() -> None:
    assert find_words(ORIGINAL, "fool again").of(ORIGINAL) == "fool again"


def test_what_the_component_reports_becomes_marks_once_and_only_for_its_comment() -> None:
    event = {"mark": {"start": 2, "end": 8, "label": HOSTILITY, "facet": "insult", "item": 1}}
    once = marked_by(event, [], item=1, length=len(ORIGINAL))
    assert once == [Mark(Span(2, 8), HOSTILITY, "insult")]
    assert marked_by(event, once, item=1, length=len(ORIGINAL)) == once
    assert marked_by(event, [], item=2, length=len(ORIGINAL)) == []
    assert marked_by({"unmark": {"n": 0, "item": 1}}, once, item=1, length=26) == []
    assert marked_by({"unmark": {"n": 7, "item": 1}}, once, item=1, length=26) == once


ODD = (None, True, -1, 1.5, 10**30, "", "x", [], [1], {}, {"item": 1})


@pytest.mark.parametrize("part", ["item", "start", "end", "label", "facet", "n"])
def test_a_report_that_no_click_makes_changes_nothing(part: str) -> None:
    mark = Mark(Span(2, 8), HOSTILITY, "insult")
    good = {"item": 1, "start": 0, "end": 3, "label": HOSTILITY, "facet": "insult", "n": 0}
    for odd in ODD:
        if (part, odd) == ("end", 10**30):
            continue  # ends with the comment
        report = {**good, part: odd}
        event = {"unmark": report} if part == "n" else {"mark": report}
        assert marked_by(event, [mark], item=1, length=26) == [mark]
        assert marked_by({"mark": odd, "unmark": odd}, [mark], item=1, length=26) == [mark]


def test_a_span_that_reaches_beyond_the_text_is_cut_and_an_empty_one_dropped() -> None:
    far = {"mark": {"start": 20, "end": 99, "label": HOSTILITY, "facet": "insult", "item": 1}}
    assert marked_by(far, [], item=1, length=25)[0].span == Span(20, 25)
    assert marked_by(far, [], item=1, length=20) == []


@pytest.mark.parametrize(
    ("choice", "answer", "level", "carries"),
    [
        ("0", Answer.NO, 0, False),
        ("1", Answer.NO, 1, True),
        ("2", Answer.YES, 2, True),
        ("3", Answer.YES, 3, True),
        ("skip", Answer.SKIP, None, False),
    ],
)
def test_hostility_holds_from_level_two_and_sharpness_keeps_its_passages(
    choice: str, answer: Answer, level: int | None, carries: bool
) -> None:
    marks = [Mark(Span(0, 3), HOSTILITY, "mockery"), Mark(Span(0, 3), "generalization", "generic")]
    judgement = judgement_of(
        label_of(HOSTILITY), choice, person="ann", flags=["insult"], marks=marks
    )
    assert judgement is not None
    assert (judgement.label, judgement.person) == (HOSTILITY, "ann")
    assert (judgement.answer, judgement.level) == (answer, level)
    assert judgement.facets == (("mockery", "insult") if carries else ())
    assert len(judgement.spans) == carries


def test_agreement_of_two_people_is_shown_with_interval_and_n(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, count=10)
    say(store, made.id, "ann", lambda n: Answer.YES if n < 5 else Answer.NO)
    say(store, made.id, "bo", lambda n: Answer.YES if n < 4 else Answer.NO)
    at = screen("label_lab", lab_view="Agreement")
    assert not at.exception
    table = at.dataframe[0].value
    assert table["Comments"].tolist() == [10]
    # By hand: one of ten differs, 9 of 20 votes are yes: 1 - .1 / (2*9*11/(20*19)).
    assert table["Alpha"].tolist() == ["0.81"]
    assert " to " in table["95 % interval"].tolist()[0]
    assert "Fewer than 20" in words(at)


def test_agreement_opens_on_random_comments_and_warns_where_hard_ones_are_among_them(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, count=4)
    hard = annotation_sets.add_items(
        store, made.id, selection=Selection.UNCERTAIN, count=3, person="local"
    )
    assert hard == 3
    say(store, made.id, "ann", lambda n: Answer.YES if n < 2 else Answer.NO)
    say(store, made.id, "bo", lambda n: Answer.YES if n < 2 or n > 3 else Answer.NO)
    at = screen("label_lab", lab_view="Agreement")
    assert at.dataframe[0].value["Comments"].tolist() == [4]
    assert at.dataframe[0].value["Alpha"].tolist() == ["1.00"]
    assert "4 comments chosen at random" in words(at)
    at.segmented_control(key="agreement_which").set_value("all").run()
    assert at.dataframe[0].value["Comments"].tolist() == [7]
    # By hand: three of seven differ, 7 of 14 votes are yes: 1 - (3/7) / (2*7*7/(14*13)).
    assert at.dataframe[0].value["Alpha"].tolist() == ["0.20"]
    assert "3 of these 7 comments were not chosen at random" in words(at)


def test_agreement_without_random_comments_says_so_and_points_to_all(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = annotation_sets.create_set(
        store, "Hard", labels=(HOSTILITY,), guideline="codebook 1", person="local"
    )
    annotation_sets.add_items(
        store, made.id, selection=Selection.UNCERTAIN, count=2, person="local"
    )
    for person in ("ann", "bo"):
        say(store, made.id, person, lambda n: Answer.YES)
    at = screen("label_lab", lab_view="Agreement")
    assert not at.dataframe
    assert "chosen at random before agreement can be measured" in words(at)
    late = screen("label_lab", lab_view="Sets")
    assert "holds 2 comments that were not chosen at random" in words(late)


def test_a_difference_is_settled_as_gold_and_the_votes_stay(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    made = a_set(store, count=2)
    say(store, made.id, "ann", lambda n: Answer.YES)
    say(store, made.id, "bo", lambda n: Answer.NO)
    at = screen("label_lab", lab_view="Settle differences")
    assert not at.exception
    assert "**2** of 2" in words(at)
    assert set(at.dataframe[0].value["Who"]) == {"ann", "bo"}
    at.radio[0].set_value("2")
    at.checkbox[0].set_value(True)
    press(at, "Settle")
    open_one, settled = adjudication.disputed(store, made.id, person="local")
    assert open_one.settled is None
    assert settled.settled is not None
    assert (settled.settled.answer, settled.settled.level) == (Answer.YES, 2)
    assert len(settled.votes) == 2
    assert {(g.person, g.right, g.n) for g in gold.gold_scores(store, made.id)} == {
        ("ann", 1, 1),
        ("bo", 0, 1),
    }


def test_learning_runs_beside_the_page_and_says_when_there_is_too_little(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, count=6)
    say(store, made.id, "ann", lambda n: Answer.YES if n < 3 else Answer.NO)
    before = site_combination(store)
    at = screen("label_lab", lab_view="Learn")
    assert "6 judged answers" in words(at)
    at.session_state["learn_way"] = "combination"
    press(at.run(), "Fit and compare")
    wait_for(demo_url, "recalibrate")
    at.run()
    assert not at.exception
    assert "No label can be fitted yet" in words(at)
    assert site_combination(store) == before


def test_a_kind_of_site_is_taken_with_a_reason_and_labels_everything_anew(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    before = active_profile(store)
    at = screen("label_lab", lab_view="Learn")
    at.session_state["learn_way"] = "kind"
    at.run()
    assert "a wrong kind is worse than none" in words(at)
    assert not any(button.label.startswith("Take this kind") for button in at.button)
    at.selectbox(key="site_kind").select("forum").run()
    assert "comments and replies of Reddit" in words(at)
    press(at, "Take this kind’s calibration and thresholds")
    assert "It needs a reason" in words(at)
    assert active_profile(store) == before
    at.text_input(key="site_kind_reason").input("We are a forum")
    press(at, "Take this kind’s calibration and thresholds")
    wait_for(demo_url, "take_site_kind")
    at.run()
    assert not at.exception
    assert "In use from now on: site\\-1, thresholds version 2" in words(at)
    assert active_profile(store).thresholds == site_kind("forum").thresholds
    assert "Reddit" in site_combination(store).provenance
    wait_for(demo_url, "score_again")


def test_who_looks_at_a_proposal_that_somebody_else_put_away_is_told(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, count=2)
    say(store, made.id, "ann", lambda n: Answer.YES)
    at = screen("label_lab", lab_view="Learn")
    assert "is gone" not in words(at)
    at.session_state["learn_seen_heads"] = 99
    assert "The proposal that was here is gone" in words(at.run())
    assert "is gone" not in words(at.run())


def test_jobs_of_a_kind_are_told_apart_by_number() -> None:
    st.cache_resource.clear()
    board, numbers = jobs("elsewhere"), []
    for _ in range(2):
        numbers.append(board.start("quick", lambda progress: None, person="ann").number)
        wait_for("elsewhere", "quick")
    assert numbers == [1, 2]


def test_training_says_which_model_it_needs(
    demo_url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_MODEL", "none")
    store = open_store(demo_url)
    made = a_set(store, count=6)
    say(store, made.id, "ann", lambda n: Answer.YES if n < 3 else Answer.NO)
    at = screen("label_lab", lab_view="Learn")
    press(at, "Train and compare")
    wait_for(demo_url, "train_heads")
    at.run()
    assert not at.exception
    assert "What is trained is the embedded model" in words(at)
    assert "Combination in use: **" in words(at)
    assert "logit-pool" not in words(at), "the method's name tells a reader nothing"


def test_a_change_is_reported_with_what_changed_and_how_many_comments_it_moved(
    demo_url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_MODEL", "none")
    store = open_store(demo_url)
    assert "Nothing has changed yet" in words(screen("label_lab", lab_view="Learn"))
    for rule in RULES:
        if rule.label == HOSTILITY:
            rule_switches.switch_rule(store, rule.name, on=False, person="local")
    at = screen("label_lab", lab_view="Learn")
    assert "still show what an earlier version answered" in words(at)
    press(at, "Label all comments anew")
    wait_for(demo_url, "score_again")
    at.run()
    assert not at.exception
    said = words(at)
    assert "comments labelled anew in" in said
    assert "still show" not in said
    assert "**Possible hostility**: 0 comments ask for more attention than before" in said
    assert any("rules" in frame.value.to_string() for frame in at.dataframe)
    assert "By **local**" in said
    assert "No reason was given" not in said


@pytest.mark.parametrize(
    ("role", "forms"),
    [
        (Role.MODERATOR, set()),
        (Role.MANAGER, {"Export the set"}),
        (Role.RESEARCHER, {"Make the set", "Add", "Export the set", "Switch off", "Save the list"}),
    ],
)
def test_a_form_is_shown_to_those_only_who_may_send_it(
    demo_url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch, role: Role, forms: set[str]
) -> None:
    store = open_store(demo_url)
    a_set(store, count=2)
    accounts.create_account(store, "rosa", "a long enough word", Role.ADMIN)
    accounts.create_account(store, "mo", "a long enough word", role, person="rosa")
    monkeypatch.setattr(state, "person", lambda: "mo")
    shown: set[str] = set()
    for view in ("Sets", "Rules"):
        at = screen("label_lab", lab_view=view)
        assert not at.exception
        shown |= {one.label for one in at.button}
        shown |= {one.proto.label for one in at.get("download_button")}
        assert ("may not do this" in words(at)) is (role is not Role.RESEARCHER)
    assert shown & {"Make the set", "Add", "Export the set", "Switch off", "Save the list"} == forms


def test_a_rule_is_switched_off_with_a_reason_and_on_again(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    at = screen("label_lab", lab_view="Rules")
    assert not at.exception
    name = at.selectbox(key="rule_chosen").value
    at.text_input(key="rule_reason").set_value("Too loud here")
    press(at, "Switch off")
    assert rule_switches.disabled_rules(store) == {name}
    assert f"Off here: {plain(name)}" in words(at)
    press(at, "Switch on")
    assert "Off here" not in words(at)
    assert rule_switches.disabled_rules(store) == frozenset()


def test_a_word_list_that_can_not_be_read_is_refused_in_place(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    at = screen("label_lab", lab_view="Rules")
    at.text_area[0].set_value("fine words\n(broken")
    press(at, "Save the list")
    assert at.error
    assert not rule_switches.word_lists(store)


def wait_for(url: str, kind: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        job = jobs(url).by_kind.get(kind)
        if job is not None and job.finished:
            return
        time.sleep(0.05)
    pytest.fail(f"the job {kind} did not end")


def test_a_job_can_be_stopped_and_says_so() -> None:
    st.cache_resource.clear()

    def work(progress: Callable[[int, int | None], None]) -> None:
        for number in range(10_000):
            progress(number, 10_000)
            time.sleep(0.001)

    job = jobs("somewhere").start("slow", work, person="ann")
    assert jobs("somewhere").start("slow", work, person="bo") is job
    job.stop = True
    wait_for("somewhere", "slow")
    assert job.problem is not None
    assert "Stopped" in (problem_of(job) or "")


def test_a_job_that_fails_names_the_kind_of_fault_only() -> None:
    def work(progress: object) -> None:
        raise RuntimeError("words of a comment")

    job = jobs("somewhere").start("broken", work, person="ann")
    wait_for("somewhere", "broken")
    assert job.problem is not None
    assert "RuntimeError" in (problem_of(job) or "")
    assert "words of a comment" not in (problem_of(job) or "")


def test_an_answer_that_nobody_disputes_becomes_gold_after_a_look(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, count=2)
    for person in ("ann", "bo"):
        say(store, made.id, person, lambda number: Answer.YES)
    at = screen("label_lab", lab_view="Settle differences")
    assert not at.exception
    pick = next(one for one in at.selectbox if one.label == "Answer")
    assert len(pick.options) == 2
    assert "Yes" in pick.options[0]
    assert "(ann, bo)" in pick.options[0]
    press(at, "Make it gold")
    assert not at.exception
    assert [one.right for one in gold.gold_scores(store, made.id)] == [1, 1]
    assert len(next(one for one in at.selectbox if one.label == "Answer").options) == 1


def test_progress_is_told_by_person_and_by_how_comments_were_chosen(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    made = a_set(store, count=2)
    annotation_sets.add_items(
        store, made.id, selection=Selection.UNCERTAIN, count=1, person="local"
    )
    say(store, made.id, "ann", lambda number: Answer.NO)
    at = screen("label_lab", lab_view="Sets")
    assert not at.exception
    said = words(at)
    assert "2 chosen at random, 2 of them judged" in said
    assert "1 chosen because the scores are unsure, 1 of them judged" in said
