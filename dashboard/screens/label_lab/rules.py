"""The rules: what each does here; switch them off, edit their word lists."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.account import Permission
from analysis.domain.errors import NotAllowed
from analysis.labels import LABELS, RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.services.access.accounts import require
from analysis.services.measurement.rule_statistics import RuleLine, rule_statistics
from analysis.services.site import rule_switches
from analysis.storage.database import Store
from dashboard import state, wiring
from dashboard.charts.shares import in_words
from dashboard.components.attempt import attempted
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.jobs import draw_job, jobs, problem_of
from dashboard.texts import label_of, text

_KIND = "rule_report"


def render(store: Store) -> None:
    """Draw the report, the switches and the word lists."""
    st.markdown(text("rules.intro"))
    notice = st.session_state.pop("rules_said", None)
    if notice:
        st.success(notice + " " + text("rules.score_hint"))
    _report(store)
    try:
        require(store, state.person(), Permission.SWITCH_RULES)
    except NotAllowed as refused:
        st.info(plain(str(refused)))
        return
    left, right = st.columns(2, gap="large")
    with left:
        _switch(store)
    with right:
        _lists(store)


def _report(store: Store) -> None:
    job = jobs(store.url).by_kind.get(_KIND)
    if job is not None and not job.finished:
        draw_job(job, key="rules", title=text("rules.running"))
        return
    if job is not None and job.problem:
        st.error(plain(problem_of(job) or ""))
    elif job is not None:
        st.caption(text("rules.sampled", sampled=job.result.sampled, judged=job.result.judged))
        chosen = st.segmented_control(
            text("rules.label"),
            [label.key for label in LABELS],
            default=LABELS[0].key,
            required=True,
            format_func=lambda key: label_of(key).title,
            key="rules_label",
        )
        data_table(
            rule_rows([line for line in job.result.rules if line.label == chosen]),
            alt=text("rules.coverage"),
        )
        st.caption(text("rules.columns_help"))
    if st.button(text("rules.run"), key="rules_run"):
        settings = wiring.settings()
        jobs(store.url).forget(_KIND)
        jobs(store.url).start(
            _KIND,
            lambda progress: rule_statistics(store, settings, progress=progress),
            person=state.person(),
        )
        st.rerun()


def rule_rows(lines: Sequence[RuleLine]) -> list[dict[str, str]]:
    """The rules as a table shows them, the ones that see most first."""
    return [
        {
            text("rules.rule"): line.name,
            text("rules.precision"): in_words(line.precision) if line.precision.n else "",
            text("rules.coverage"): in_words(line.coverage),
            text("rules.overlap"): _short(line.overlap.hits, line.overlap.n),
            text("rules.conflict"): _short(line.conflict.hits, line.conflict.n),
            text("rules.says"): text("rules.for" if line.speaks_for else "rules.against"),
            text("rules.on"): text("rules.state_on" if line.on else "rules.state_off"),
            text("rules.facet"): _facet_title(line),
        }
        for line in sorted(lines, key=lambda line: -line.coverage.hits)
    ]


def _facet_title(line: RuleLine) -> str:
    titles = {facet.key: facet.title for facet in label_of(line.label).facets}
    return titles.get(line.facet, line.facet)


def _short(hits: int, n: int) -> str:
    return text("charts.hits_of", hits=hits, n=n) if n else ""


def _switch(store: Store) -> None:
    st.subheader(text("rules.switch"))
    off = rule_switches.disabled_rules(store)
    if off:
        st.caption(text("rules.off_here", names=plain(", ".join(sorted(off)))))
    name = st.selectbox(
        text("rules.which"),
        [rule.name for rule in RULES],
        format_func=lambda rule_name: text(
            "rules.state", name=rule_name, state=_state(rule_name not in off)
        ),
        key="rule_chosen",
    )
    turning_on = name in off
    with st.form("switch_rule"):
        reason = st.text_input(text("rules.reason"), key="rule_reason")
        go = st.form_submit_button(text("rules.switch_on" if turning_on else "rules.switch_off"))
    if go and attempted(
        lambda: rule_switches.switch_rule(
            store, name, on=turning_on, person=state.person(), reason=reason
        )
    ):
        st.session_state["rules_said"] = text(
            "rules.switched", name=plain(name), state=_state(turning_on)
        )
        st.rerun()


def _state(on: bool) -> str:
    return text("rules.state_on" if on else "rules.state_off")


def _lists(store: Store) -> None:
    st.subheader(text("rules.lists"))
    shipped, own = shipped_word_lists().lists, rule_switches.word_lists(store)
    name = st.selectbox(
        text("rules.list"),
        list(shipped),
        format_func=lambda list_name: (
            text("rules.list_own", name=list_name) if list_name in own else list_name
        ),
        key="list_chosen",
    )
    entries = own.get(name, shipped[name])
    with st.form("word_list"):
        written = st.text_area(
            text("rules.entries"),
            value="\n".join(entries),
            height=220,
            help=text("rules.lists_intro"),
            key=f"entries_{name}_{name in own}",
        )
        with st.container(horizontal=True):
            go = st.form_submit_button(text("rules.save_list"))
            back = st.form_submit_button(text("rules.shipped_list"), disabled=name not in own)
    if not (go or back):
        return
    words = None if back else written.splitlines()
    if attempted(lambda: rule_switches.set_word_list(store, name, words, person=state.person())):
        st.session_state["rules_said"] = text("rules.list_saved", name=plain(name))
        st.rerun()
