"""What would be read as what: the table an import ends with, before and after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.domain.comment import Comment
from analysis.domain.outcomes import ImportSummary, ReadSummary
from analysis.ingest import ReadOptions
from analysis.ingest.options import with_mapping
from analysis.services.data.previews import ImportPreview, as_file, preview_file
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.screens.imports import page_lines, reading_menus
from dashboard.screens.imports.given import Given
from dashboard.texts import text

SHOWN_QUARANTINED = 50
SHOWN_CHARACTERS = 300
KEPT_PREVIEWS = 4
_PREVIEWS = "import_previews"


def draw(given: Given, verdict: DeltaGenerator) -> ReadOptions | None:
    """Draw the preview and its menus; how the file is to be read, ``None`` while it can't be.

    What was found goes into ``verdict``, which stands above what may be changed about it.
    """
    key = given.digest[:12]
    comments = st.container()
    options = reading_menus.format_and_dates(key)
    first = _looked_at(given, options)
    if first.problem and not first.columns and _is_text(given):
        st.warning(plain(first.problem))
        chosen = reading_menus.text_as(key)
        if chosen is None:
            return None
        options = replace(options, format=chosen)
        first = _looked_at(given, options)
    return with_menus(
        first,
        options,
        key=key,
        again=lambda o: _looked_at(given, o),
        verdict=verdict,
        comments=comments,
    )


def with_menus(
    first: ImportPreview,
    options: ReadOptions,
    *,
    key: str,
    again: Callable[[ReadOptions], ImportPreview],
    verdict: DeltaGenerator,
    comments: DeltaGenerator,
) -> ReadOptions | None:
    """Draw menus and preview; ``again`` reads anew when a menu says another column.

    The counts go into ``verdict`` and the first comments into ``comments``: both stand above the
    menus that change them.
    """
    if first.problem and not first.columns:
        verdict.error(plain(first.problem))
        return None
    if first.problem:
        verdict.warning(plain(first.problem))
    changed: dict[str, str] = {}
    if first.columns:  # a copied page has none
        st.subheader(text("imports.columns"))
        changed = reading_menus.column_menus(first.columns, first.summary, key=key)
    preview = first
    if changed:
        options = with_mapping(options, changed)
        preview = again(options)
    if preview.problem or preview.summary is None:
        if changed:
            st.error(plain(preview.problem))
        return None
    if preview.lines and (lines := page_lines.draw(preview.lines, key=key)):
        options = replace(options, lines={**options.lines, **lines})
        preview = again(options)
    if preview.summary is None:
        st.error(plain(preview.problem))
        return None
    with verdict:
        draw_counts(preview.summary)
    with comments:
        _first_comments(preview.comments)
    draw_columns(preview.summary)
    return options if preview.summary.read else None


def _first_comments(comments: Sequence[tuple[str, Comment]]) -> None:
    """The words first, then what is known of them; wholly empty columns are left out."""
    if not comments:
        return
    rows = [_row(*shown) for shown in comments]
    filled = {name for row in rows for name, value in row.items() if value is not None}
    st.subheader(text("imports.first", n=len(comments)))
    data_table(
        [{name: value for name, value in row.items() if name in filled} for row in rows],
        alt=text("imports.first_alt"),
        column_config={
            text("imports.field_text"): st.column_config.TextColumn(width="large"),
            text("imports.thread"): st.column_config.TextColumn(width="medium"),
            text("imports.field_created_at"): st.column_config.DatetimeColumn(
                format="YYYY-MM-DD HH:mm"
            ),
        },
    )


def draw_summary(summary: ReadSummary) -> None:
    """The counts of a reading, what was assumed, and what became of each column."""
    draw_counts(summary)
    draw_columns(summary)


def draw_counts(summary: ReadSummary) -> None:
    """What was found and what was left out, so that the numbers add up; what was assumed."""
    st.markdown(
        text("imports.recognised", format=plain(summary.format), encoding=plain(summary.encoding))
    )
    parts = {
        "comments": summary.read,
        "conflicting": summary.conflicting,
        "aside": summary.quarantined_count,
        "by_rule": sum(count for _, count in summary.skipped),
    }
    lines = [
        text(
            "imports.counts",
            records=summary.records,
            parts=" + ".join(
                text(f"imports.counts_{name}", n=n)
                for name, n in parts.items()
                if n or name == "comments"
            ),
        )
    ]
    lines += [text("imports.skipped", n=n, rule=plain(rule)) for rule, n in summary.skipped]
    announced = summary.expected
    if announced not in (None, summary.read) and not any(
        str(announced) in sentence for sentence in summary.notes
    ):
        lines.append(text("imports.expected", expected=announced, read=summary.read))
    if summary.answers:
        share = summary.resolved / summary.answers
        lines.append(
            text("imports.parents", here=summary.resolved, all=summary.answers, share=share)
        )
    if summary.first is not None and summary.last is not None:
        lines.append(
            text(
                "imports.times",
                dated=summary.dated,
                read=summary.read,
                first=summary.first,
                last=summary.last,
            )
        )
    else:
        lines.append(text("imports.no_times"))
    if summary.placeholders:
        lines.append(text("imports.placeholders", n=summary.placeholders))
    lines += [plain(sentence) for sentence in summary.notes]
    st.markdown("\n".join(f"- {line}" for line in lines))
    for sentence in summary.assumed:
        st.warning(text("imports.assumed", what=plain(sentence)))


def draw_columns(summary: ReadSummary) -> None:
    """What became of each column, and the records that could not be read."""
    _columns(summary)
    _set_aside(summary)


def draw_stored(stored: ImportSummary) -> None:
    """What an import has stored, and what it was read as."""
    words = [text("imports.stored", new=stored.new, file=plain(stored.file))]
    words += [
        text(f"imports.stored_{kind}", n=n)
        for kind, n in (("unchanged", stored.unchanged), ("revised", stored.revised))
        if n
    ]
    st.success(" ".join([*words, text("imports.stored_batch", batch=stored.batch)]))
    if stored.reading is not None:
        with st.expander(text("imports.details")):
            draw_summary(stored.reading)


def _columns(summary: ReadSummary) -> None:
    rows = [
        {
            text("imports.column"): use.column or text("imports.no_name"),
            text("imports.read_as"): text(f"imports.field_{use.field}")
            if use.field not in (None, "dropped")
            else text("imports.dropped" if use.field else "imports.kept_aside"),
            text("imports.sample"): use.sample,
        }
        for use in summary.columns
    ]
    if rows:
        with st.expander(text("imports.all_columns", n=len(rows)), expanded=len(rows) <= 12):
            data_table(rows, alt=text("imports.columns"))


def _set_aside(summary: ReadSummary) -> None:
    if not summary.quarantined:
        return
    with st.expander(text("imports.set_aside", n=summary.quarantined_count + summary.conflicting)):
        data_table(
            [
                {text("imports.place"): record.position, text("imports.reason"): record.reason}
                for record in summary.quarantined[:SHOWN_QUARANTINED]
            ],
            alt=text("imports.set_aside_alt"),
        )


def _row(title: str, comment: Comment) -> dict[str, object]:
    words = comment.text
    return {
        text("imports.field_text"): words
        if len(words) <= SHOWN_CHARACTERS
        else words[:SHOWN_CHARACTERS] + "…",
        text("imports.field_author"): comment.author,
        text("imports.field_created_at"): comment.created_at,
        text("imports.thread"): title or comment.thread_id,
        text("imports.answers"): comment.parent_id,
        text("imports.field_id"): comment.id,
    }


def _is_text(given: Given) -> bool:
    return given.pasted or given.name.lower().endswith((".txt", ".md", ".text"))


def _looked_at(given: Given, options: ReadOptions) -> ImportPreview:
    """The preview of this reading; the last few are kept, since a page is drawn again and again."""
    previews: dict[str, ImportPreview] = st.session_state.setdefault(_PREVIEWS, {})
    key = f"{given.digest} {options!r}"
    if key not in previews:
        with st.spinner(text("imports.looking")), as_file(given.name, given.content) as path:
            previews[key] = preview_file(path, options)
        while len(previews) > KEPT_PREVIEWS:
            previews.pop(next(iter(previews)))
    return previews[key]
