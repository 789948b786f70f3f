"""The codebook beside the comment: what a label asks, what it is not, its facets, examples."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.label import Label
from dashboard.components.plain import plain
from dashboard.texts import text

#: Examples of each kind; more would be read by nobody in passing.
EXAMPLES = 3


def draw_guideline(labels: Sequence[Label]) -> None:
    """One expander per label, in the codebook's own words."""
    st.markdown(f"##### {text('label_lab.guideline')}")
    for label in labels:
        with st.expander(f"{label.title} ({label.version})"):
            st.markdown(plain(label.definition))
            st.markdown(f"**{text('label_lab.is_not')}**")
            st.markdown("\n".join(f"- {plain(other)}" for other in label.is_not))
            st.markdown(f"**{text('label_lab.facets_mean')}**")
            st.markdown(
                "\n".join(
                    f"- **{plain(facet.title)}**: {plain(facet.definition)}"
                    for facet in label.facets
                )
            )
            st.markdown(f"**{text('label_lab.examples')}**")
            yes = [example for example in label.examples if example.matches][:EXAMPLES]
            no = [example for example in label.examples if not example.matches][:EXAMPLES]
            for example in (*yes, *no):
                word = text("label_lab.example_yes" if example.matches else "label_lab.example_no")
                st.markdown(f"- *{word}*: {plain(example.text)}")
