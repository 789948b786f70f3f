"""What would be read as what: the table an import ends with, before and after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

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


def draw(given: Given) -> ReadOptions | None:
    """Draw the preview and its menus; how the file is to be read, ``None`` while it can't be."""
    key = given.digest[:12]
    options = reading_menus.format_and_dates(key)
    first = _looked_at(given, options)
    if first.problem and not first.columns and _is_text(given):
        st.warning(plain(first.problem))
        chosen = reading_menus.text_as(key)
        if chosen is None:
            return None
        options = ReadOptions(format=chosen)
        first = _looked_at(given, options)
    return with_menus(first, options, key=key, again=lambda o: _looked_at(given, o))


def with_menus(
    first: ImportPreview,
    options: ReadOptions,
    *,
    key: str,
    again: Callable[[ReadOptions], ImportPreview],
) -> ReadOptions | None:
    """Draw menus and preview; ``again`` reads anew when a menu says another column."""
    if first.problem and not first.columns:
        st.error(plain(first.problem))
        return None
    st.subheader(text("imports.columns"))
    if first.problem:
        st.warning(plain(first.problem))
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
    draw_summary(preview.summary)
    if preview.comments:
        st.subheader(text("imports.first", n=len(preview.comments)))
        data_table([_row(*shown) for shown in preview.comments], alt=text("imports.first_alt"))
    return options if preview.summary.read else None


def draw_summary(summary: ReadSummary) -> None:
    """The counts of a reading, what was assumed, and what could not be read."""
    st.markdown(
        text("imports.recognised", format=plain(summary.format), encoding=plain(summary.encoding))
    )
    skipped = sum(count for _, count in summary.skipped)
    lines = [
        text(
            "imports.counts",
            records=summary.records,
            read=summary.read,
            conflicting=summary.conflicting,
            aside=summary.quarantined_count,
            skipped=skipped,
        )
    ]
    lines += [text("imports.skipped", n=n, rule=plain(rule)) for rule, n in summary.skipped]
    if summary.expected is not None and summary.expected != summary.read:
        lines.append(text("imports.expected", expected=summary.expected, read=summary.read))
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
    st.markdown("\n".join(f"- {line}" for line in lines))
    _columns(summary)
    for sentence in summary.assumed:
        st.warning(text("imports.assumed", what=plain(sentence)))
    if summary.notes:
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in summary.notes))
    _set_aside(summary)


def draw_stored(stored: ImportSummary) -> None:
    """What an import has stored, and what it was read as."""
    st.success(
        text(
            "imports.stored",
            file=plain(stored.file),
            new=stored.new,
            unchanged=stored.unchanged,
            revised=stored.revised,
            batch=stored.batch,
        )
    )
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
        text("imports.thread"): title or comment.thread_id,
        text("imports.field_id"): comment.id,
        text("imports.answers"): comment.parent_id,
        text("imports.field_author"): comment.author,
        text("imports.field_created_at"): comment.created_at,
        text("imports.field_text"): words
        if len(words) <= SHOWN_CHARACTERS
        else words[:SHOWN_CHARACTERS] + "…",
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
