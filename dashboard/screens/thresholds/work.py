"""How much daily work one label's thresholds mean."""

from __future__ import annotations

import streamlit as st

from analysis.domain.profile import Recommendation
from analysis.domain.thresholds import LabelPreview
from analysis.domain.tone import Granularity
from analysis.services.thresholds import thresholds_lab
from analysis.services.tone import tone_counts
from analysis.storage.database import Store
from dashboard.texts import label_of, text


def render(store: Store, preview: LabelPreview) -> None:
    """Say the comments a day that need a look now and, if it differs, would then."""
    st.markdown(work_in_words(store, preview))


def work_in_words(store: Store, preview: LabelPreview) -> str:
    """The same as a sentence; a label that is only studied makes no work, and says so."""
    if not label_of(preview.label).concern:
        return text("thresholds.workload_studied")
    days = tone_counts.tone_over_time(store, granularity=Granularity.DAY)
    now = thresholds_lab.workload(preview.now, days)
    then = thresholds_lab.workload(preview.then, days)
    same = "_same" if preview.now == preview.then else ""
    if now is None or then is None:
        total = sum(preview.then.values())
        return text(
            f"thresholds.workload_none{same}",
            then=total - preview.then.get(Recommendation.CLEAR, 0),
            now=total - preview.now.get(Recommendation.CLEAR, 0),
            n=total,
        )
    return text(
        f"thresholds.workload{same}",
        then=then.per_day,
        low=then.low,
        high=then.high,
        now=now.per_day,
        mean=then.comments_per_day,
        days=then.days,
    )
