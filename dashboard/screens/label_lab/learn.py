"""Learn from judgements: fit in the background, compare, publish or discard, go back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from analysis.domain.account import Permission
from analysis.domain.errors import NotAllowed
from analysis.domain.learned import ChangeKind
from analysis.domain.outcomes import Progress
from analysis.services.access.accounts import require
from analysis.services.annotation import annotation_sets
from analysis.services.learning.heads_training import HeadsProposal, train_heads
from analysis.services.learning.judgements import judged_comments
from analysis.services.learning.recalibration import Proposal
from analysis.services.learning.site_heads import discard_heads, publish_heads
from analysis.services.learning.site_recalibration import (
    ENOUGH,
    calibrate_site,
    calibration_basis,
    recalibrate_site,
)
from analysis.services.site.site_pipeline import publish_combination
from analysis.storage.database import Store
from dashboard import state, wiring
from dashboard.components.attempt import attempted
from dashboard.components.plain import plain
from dashboard.jobs import draw_job, jobs, problem_of
from dashboard.screens.label_lab import kinds, learn_anew, learn_result, learn_versions
from dashboard.screens.label_lab.learn_versions import version_in_words
from dashboard.screens.thresholds import change_summary
from dashboard.texts import text

#: What may be learned, and the kind of its job.
WAYS = {"heads": "train_heads", "combination": "recalibrate", "calibration": "calibrate"}

#: What is taken as it ships, and not learned.
KIND_OF_SITE = "kind"


def render(store: Store) -> None:
    """Draw what is in use, the job that learns, its result, and what earlier changes did."""
    st.markdown(text("learn.intro"))
    notice = st.session_state.pop("learn_said", None)
    if notice:
        st.success(notice)
    learn_versions.in_use(store)
    learn_anew.render(store)
    try:
        require(store, state.person(), Permission.TRAIN)
    except NotAllowed as refused:
        st.info(plain(str(refused)))
    else:
        _learn(store)
        learn_versions.go_back(store)
    st.subheader(text("change.title"))
    change_summary.render(
        store, (ChangeKind.RUN, ChangeKind.HEADS, ChangeKind.COMBINATION), key="learn"
    )


def _learn(store: Store) -> None:
    st.subheader(text("learn.title"))
    way = st.segmented_control(
        text("learn.way"),
        [*WAYS, KIND_OF_SITE],
        default="heads",
        required=True,
        format_func=lambda name: text(f"learn.way_{name}"),
        key="learn_way",
    )
    st.caption(text(f"learn.help_{way}"))
    if way == KIND_OF_SITE:
        kinds.render(store)
        return
    running = jobs(store.url).by_kind.get(WAYS[way])
    # What one person publishes, discards or trains anew takes the result from everybody's screen.
    seen = st.session_state.pop(f"learn_seen_{way}", None)
    if seen is not None and (running is None or seen != running.number):
        st.warning(text("learn.gone"))
    if running is not None and not running.finished:
        draw_job(running, key=WAYS[way], title=text(f"learn.running_{way}"))
        return
    _start(store, way)
    if running is not None and running.problem:
        st.error(plain(problem_of(running) or ""))
    elif running is not None:
        st.session_state[f"learn_seen_{way}"] = running.number
        _result(store, way, running.result)


def _start(store: Store, way: str) -> None:
    sets = {
        annotation_set.id: annotation_set.name for annotation_set in annotation_sets.sets(store)
    }
    chosen = st.multiselect(
        text("learn.sets"), list(sets), default=list(sets), format_func=sets.__getitem__
    )
    if not (_decided_too(store, chosen) if way == "calibration" else _annotated(store, chosen)):
        return
    if not st.button(text(f"learn.start_{way}"), type="primary", key="fit"):
        return
    settings, person = wiring.settings(), state.person()

    def heads(progress: Progress) -> HeadsProposal:
        return train_heads(store, settings, set_ids=chosen, person=person, progress=progress)

    def combination(progress: Progress) -> Proposal:
        return recalibrate_site(store, set_ids=chosen, person=person, progress=progress)

    def calibration(progress: Progress) -> Proposal:
        return calibrate_site(store, set_ids=chosen, person=person, progress=progress)

    work: dict[str, Callable[[Progress], Any]] = {
        "heads": heads,
        "combination": combination,
        "calibration": calibration,
    }
    _put_away(store, way)
    jobs(store.url).start(WAYS[way], work[way], person=person)
    st.rerun()


def _annotated(store: Store, chosen: list[int]) -> bool:
    """Say what the sets give to learn from; whether there is anything."""
    judgements = judged_comments(store, chosen)
    if not judgements:
        st.info(text("learn.none"))
        return False
    st.caption(
        text(
            "learn.have",
            n=len(judgements),
            comments=len({judgement.comment_id for judgement in judgements}),
        )
    )
    return True


def _decided_too(store: Store, chosen: list[int]) -> bool:
    """Say what sets and decisions give together; whether it is enough."""
    basis = calibration_basis(store, chosen)
    counts = {
        "n": basis.comments,
        "annotated": basis.annotated,
        "decided": basis.decided,
        "bulk": basis.bulk,
        "other": basis.other_reasons,
    }
    if basis.comments < ENOUGH:
        st.info(text("learn.calibration_few", enough=ENOUGH, **counts))
        return False
    st.caption(text("learn.calibration_have", **counts))
    return True


def _put_away(store: Store, way: str) -> None:
    """Drop the result that this person has done with."""
    jobs(store.url).forget(WAYS[way])
    st.session_state.pop(f"learn_seen_{way}", None)


def _result(store: Store, way: str, proposal: HeadsProposal | Proposal) -> None:
    st.subheader(text("learn.result"))
    learn_result.draw(proposal.comparison, key=way)
    if isinstance(proposal, HeadsProposal) and not proposal.changes:
        st.info(text("learn.nothing_new"))
        return
    with st.form(f"publish_{way}"):
        reason = st.text_input(text("learn.reason"), key=f"learn_reason_{way}")
        with st.container(horizontal=True):
            go = st.form_submit_button(text("learn.publish"), type="primary")
            drop = st.form_submit_button(text("learn.discard"))
    if go and attempted(lambda: _publish(store, proposal, reason)):
        _put_away(store, way)
        learn_anew.start(store)
        st.rerun()
    if drop and attempted(lambda: _discard(store, proposal)):
        _put_away(store, way)
        st.session_state["learn_said"] = text("learn.discarded")
        st.rerun()


def _publish(store: Store, proposal: HeadsProposal | Proposal, reason: str) -> None:
    person = state.person()
    if isinstance(proposal, HeadsProposal):
        name = publish_heads(
            store,
            proposal.heads,
            proposal.comparison,
            set_ids=proposal.set_ids,
            person=person,
            reason=reason,
        ).name
    else:
        name = publish_combination(
            store,
            proposal.combination,
            comparison=proposal.comparison,
            person=person,
            reason=reason,
        ).version
    st.session_state["learn_said"] = text("learn.published", version=plain(version_in_words(name)))


def _discard(store: Store, proposal: HeadsProposal | Proposal) -> None:
    if isinstance(proposal, HeadsProposal):
        discard_heads(store, proposal.heads, person=state.person())
