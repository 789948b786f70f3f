"""Home: what this is, what waits, what happened since, and the one right thing to do next."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.account import LOCAL, PERMISSIONS, Account, Permission, Role
from analysis.domain.review import QueueFilter
from analysis.domain.run import ScorerInfo
from analysis.domain.workload import DecisionCount, Home, NextStep, SinceVisit, StepKind
from analysis.services.moderation import queue_address
from analysis.services.overview.home import home, note_visit
from analysis.services.overview.next_step import next_step
from analysis.services.overview.workload import late_since
from dashboard import sign_in, state, wiring
from dashboard.components import mount
from dashboard.components.age import age
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.screens.home_workload import draw_workload
from dashboard.screens.screen_list import SCREENS, go, has_screen, pages
from dashboard.texts import text, texts
from dashboard.web.known_addresses import NO_PAGE


def render() -> None:
    """Draw the home screen; an address with a queue's filter leads to that queue."""
    asked = st.query_params.to_dict()
    if set(asked) & {*queue_address.FILTER_KEYS, "page", "focus"}:
        go("queue", asked)  # what was bookmarked while the queue was the first screen
    store = wiring.store()
    account = sign_in.account() or Account(LOCAL, Role.ADMIN)
    facts = home(store, person=state.person())
    if NO_PAGE in asked:
        st.info(text("shell.no_page"))
    _introduce()
    _late(facts)
    _next(account, facts)
    left, right = st.columns(2, gap="large")
    with left:
        _waiting(facts)
    with right:
        _since(facts)
        _labelling(facts)
    _days(facts.days)
    if account.may(Permission.AUDIT):
        draw_workload(store, state.person())
    _look()
    note_visit(store, person=state.person())


def _introduce() -> None:
    st.title(text("shell.product"))
    st.markdown(text("home.sentence"))


def _late(facts: Home) -> None:
    limit = wiring.settings().queue_age_hours
    late = late_since(facts.oldest, limit, facts.at)
    if late is not None and facts.oldest is not None:
        st.warning(text("home.late", age=age(facts.at - facts.oldest), limit=f"{limit:g}"))


def _next(account: Account, facts: Home) -> None:
    step = next_step(
        account.role,
        PERMISSIONS[account.role],
        facts.counts,
        comments=facts.comments,
        unscored=facts.unscored,
    )
    st.markdown(_step_words(step))
    target = _target(step)
    if target is None:
        return
    screen, query = target
    name = "go_review_one" if step.queue and step.comments == 1 else f"go_{step.kind.value}"
    if st.button(text(f"home.{name}"), type="primary", key="home_next"):
        go(screen, query)


def _step_words(step: NextStep) -> str:
    if step.queue is not None:
        title = text(f"review.queue_{step.queue.value}")
        words = "step_review_one" if step.comments == 1 else "step_review"
        return text(f"home.{words}", n=step.comments, queue=title)
    return text(f"home.step_{step.kind.value}", n=step.comments)


def _target(step: NextStep) -> tuple[str, dict[str, str]] | None:
    """The screen that the step is done on, and its address; none for a command."""
    if step.kind is StepKind.REVIEW and step.queue is not None:
        return "review", queue_address.address_of(QueueFilter(queue=step.queue))
    screens = {StepKind.TONE: "tone", StepKind.ANNOTATE: "label_lab", StepKind.IMPORT: "imports"}
    name = screens.get(step.kind)
    return (name, {}) if name is not None and name in pages() else None


def _waiting(facts: Home) -> None:
    st.subheader(text("home.waiting"))
    for wait in facts.waiting:
        if not wait.comments:
            continue
        line = st.container(horizontal=True, vertical_alignment="center", gap="small")
        line.page_link(
            pages()["queue"],
            label=text(
                "home.queue_line",
                queue=text(f"review.queue_{wait.queue.value}"),
                n=wait.comments,
            ),
            query_params=queue_address.address_of(QueueFilter(queue=wait.queue)),
        )
        if wait.oldest is not None:
            line.caption(text("home.oldest", age=age(facts.at - wait.oldest)), width="content")
    empty = [
        text(f"review.queue_{wait.queue.value}") for wait in facts.waiting if not wait.comments
    ]
    if empty:
        st.caption(text("home.empty_queues", queues=", ".join(empty)))


def _since(facts: Home) -> None:
    st.subheader(text("home.since"))
    since = facts.since
    if since is None:
        st.markdown(text("home.first_visit"))
        return
    st.caption(text("home.since_when", age=age(facts.at - since.since)))
    happened = _happened(since)
    st.markdown("\n".join(f"- {line}" for line in happened) or text("home.nothing_happened"))


def _happened(since: SinceVisit) -> list[str]:
    lines = []
    if since.imported:
        lines.append(text("home.imported", n=since.imported))
    if since.decided_by_others:
        lines.append(text("home.decided", n=since.decided_by_others))
    if since.own_overturned:
        lines.append(text("home.overturned", n=since.own_overturned))
    lines += [text("home.published", n=version) for version in since.published]
    return lines


def _labelling(facts: Home) -> None:
    st.subheader(text("home.labelling"))
    lines = [text("home.comments", n=facts.comments)]
    if facts.unscored:
        lines.append(text("home.unscored", n=facts.unscored))
    if facts.failed:
        lines.append(text("home.failed", n=facts.failed))
    if facts.run is not None:
        names = ", ".join(_scorer_words(scorer) for scorer in facts.run.scorers if scorer.available)
        lines.append(text("home.model", scorers=names))
    lines.append(
        text("home.thresholds", name=plain(facts.profile.name), version=facts.profile.version)
    )
    st.markdown("\n".join(f"- {line}" for line in lines))


def _scorer_words(scorer: ScorerInfo) -> str:
    kind, _, which = scorer.name.partition("-")
    name = f"{texts('review').get(f'scorer_{kind}', kind)} {which}".strip()
    return plain(text("home.scorer", name=name, version=scorer.version[:12]))


def _days(days: Sequence[DecisionCount]) -> None:
    st.subheader(text("home.days"))
    if not days:
        st.markdown(text("home.no_decisions"))
        return
    people = sorted({count.person for count in days})
    rows: dict[str, dict[str, object]] = {}
    for count in days:
        day = f"{count.begin:%Y-%m-%d}"
        row = rows.setdefault(day, {text("home.day"): day, **dict.fromkeys(people, 0)})
        row[count.person] = count.decisions
    data_table(list(rows.values()), alt=text("home.days"), key="home_days")


def _look() -> None:
    mount.look_switch()(
        key="look_switch",
        data={
            "paths": [screen.path for screen in SCREENS if has_screen(screen.name)],
            "here": "",
            "strings": dict(texts("home")),
        },
    )
