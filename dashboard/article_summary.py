"""A printable page about one article: one HTML file that needs no network and no script."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from analysis.domain.errors import BadInput
from analysis.domain.profile import Profile, Recommendation
from analysis.domain.review import Queue, QueueFilter, QueueItem, Sort
from analysis.domain.tone import Granularity, ToneRow
from analysis.evaluation.proportions import Rate
from analysis.labels.tone_measures import SHOWN, UNSUPPORTED
from analysis.services.moderation import queue
from analysis.services.thresholds import profiles
from analysis.services.tone import tone_counts
from analysis.storage.database import Store
from dashboard.charts.shares import in_words, shares_of
from dashboard.components.measure_words import measure_help, measure_title
from dashboard.texts import all_labels, catalogue, text

#: Comments quoted per label.
EXAMPLES = 3

_LOOKED_AT, _MOST_PAGES = 25, 20
"""Comments read at once to find examples, and how often at most: all of a thread may be erased."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the page says. ``examples`` maps a label's key to its highest comments; ``days`` are
    those of the first and the last dated comment; ``decided`` counts people's decisions."""

    article: ToneRow
    along: Sequence[ToneRow]
    profile: Profile
    examples: Mapping[str, Sequence[QueueItem]]
    written_at: datetime
    days: tuple[date, date] | None = None
    decided: int = 0


def article_summary_of(store: Store, article_id: str) -> str:
    """The page of one article as it stands now. ``BadInput`` when there is no such article."""
    rows = {row.key: row for row in tone_counts.tone_by_article(store)}
    if article_id not in rows:
        raise BadInput(f"no article {article_id!r} in this database; choose one from the list")
    examples = {label.key: _highest(store, article_id, label.key) for label in all_labels()}
    dated = [row.day for row in tone_counts.tone_over_time(store, article_id=article_id) if row.day]
    decided = QueueFilter(queue=Queue.DECIDED, article_id=article_id, sort=Sort.POSITION)
    return article_page(
        Facts(
            days=(dated[0], dated[-1]) if dated else None,
            decided=queue.queue_page(store, decided, page=1, page_size=1).total,
            article=rows[article_id],
            along=tone_counts.tone_over_time(
                store, granularity=Granularity.POSITION, article_id=article_id
            ),
            profile=profiles.active_profile(store),
            examples=examples,
            written_at=datetime.now(UTC),
        )
    )


def _highest(store: Store, article_id: str, label: str) -> list[QueueItem]:
    """The flagged comments with the highest scores, of those that there is something to quote of:
    an erased one keeps its score."""
    where = QueueFilter(
        queue=Queue.ALL,
        article_id=article_id,
        label=label,
        recommendation=Recommendation.FLAG,
        sort=Sort.SCORE,
    )
    quotable: list[QueueItem] = []
    for number in range(1, _MOST_PAGES + 1):
        page = queue.queue_page(store, where, page=number, page_size=_LOOKED_AT)
        quotable += [item for item in page.items if item.excerpt.strip()]
        if len(quotable) >= EXAMPLES or len(page.items) < _LOOKED_AT:
            break
    return quotable[:EXAMPLES]


def article_page(facts: Facts) -> str:
    """The page as HTML; everything that people wrote is escaped."""
    row = facts.article
    title = html.escape(row.title or text("tone.untitled"))
    body = [
        f"<p class=kind>{text('article_summary.title')}</p><h1>{title}</h1>",
        "<p>" + " ".join(_introduction(facts)) + "</p>",
        _table(row),
        f"<p class=small>{text('article_summary.how')}</p>",
    ]
    if len(facts.along) > 1:
        body += [f"<h2>{text('article_summary.along')}</h2>", _along(facts.along)]
    body += [f"<h2>{text('article_summary.examples')}</h2>", *_examples(facts.examples)]
    return (
        f'<!doctype html><html lang="{catalogue().language}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>{''.join(body)}</body></html>"
    )


def _introduction(facts: Facts) -> list[str]:
    row = facts.article
    sentences = [
        text("article_summary.made", day=f"{facts.written_at:%d %B %Y}",
             name=html.escape(facts.profile.name),
             version=facts.profile.version),
        text("article_summary.counts", n=row.n, scored=row.scored),
    ]  # fmt: skip
    if facts.days is not None:
        first, last = (f"{day:%d %B %Y}" for day in facts.days)
        sentences.append(
            text(
                "article_summary.day" if first == last else "article_summary.days",
                first=first,
                last=last,
            )
        )
    if row.section:
        sentences.append(html.escape(text("article_summary.section", section=row.section)) + ".")
    sentences.append(text("article_summary.decided", n=facts.decided))
    if row.n > row.scored:
        sentences.append(text("article_summary.unscored", n=row.n - row.scored))
    if row.count(UNSUPPORTED):
        sentences.append(text("article_summary.unsupported", n=row.count(UNSUPPORTED)))
    return sentences


def _table(row: ToneRow) -> str:
    lines = "".join(
        f"<tr><th>{html.escape(measure_title(share.measure))}<br><span class=small>"
        f"{html.escape(measure_help(share.measure))}</span></th><td>{in_words(share.rate)}</td>"
        f"<td>{_bar(share.rate)}</td></tr>"
        for share in shares_of([row])
    )
    heads = "".join(
        f"<th>{text(f'article_summary.{name}')}</th>" for name in ("what", "share", "interval")
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def _along(rows: Sequence[ToneRow]) -> str:
    heads = "".join(f"<th>{html.escape(measure_title(measure))}</th>" for measure in SHOWN)
    lines = []
    for row in rows:
        cells = "".join(
            f"<td>{_counts(share.rate)}<br>{_bar(share.rate, width=70)}</td>"
            for share in shares_of([row])
        )
        lines.append(f"<tr><th>{text('article_summary.steps', steps=row.title)}</th>{cells}</tr>")
    return (
        f"<table class=along><thead><tr><th></th>{heads}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _counts(number: Rate) -> str:
    return text("charts.hits_of", hits=number.hits, n=number.n)


def _bar(number: Rate, *, width: int = 200) -> str:
    """A share with its interval as a picture, 0 to 1 from left to right."""
    if number.value is None or number.low is None or number.high is None:
        return ""
    low, high, at = (round(part * width, 1) for part in (number.low, number.high, number.value))
    return (
        f'<svg width="{width + 4}" height="14" role="img" aria-label="{in_words(number)}">'
        f'<rect x="2" y="6" width="{width}" height="2" fill="#ccc"/>'
        f'<rect x="{2 + low}" y="4" width="{max(1.0, high - low):.1f}" height="6" fill="#6b93bd"/>'
        f'<rect x="{1 + at}" y="1" width="2" height="12" fill="#000"/></svg>'
    )


def _examples(examples: Mapping[str, Sequence[QueueItem]]) -> list[str]:
    parts: list[str] = []
    for label in all_labels():
        parts.append(f"<h3>{html.escape(label.title)}</h3>")
        items = examples.get(label.key, ())
        if not items:
            parts.append(f"<p class=small>{text('article_summary.examples_none')}</p>")
        parts.extend(_quoted(item, label.key) for item in items)
    return parts


def _quoted(item: QueueItem, label: str) -> str:
    score = next((b.probability for b in item.badges if b.label == label), None)
    byline = html.escape(item.author or text("article_summary.nobody"))
    if score is not None:
        byline += ", " + text("article_summary.score", score=score, position=item.position)
    return f"<blockquote>{html.escape(item.excerpt)}<footer>{byline}</footer></blockquote>"


_STYLE = """
body{font:11pt/1.45 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.6rem;line-height:1.2;margin:.2rem 0 1rem}h2{font-size:1.15rem;margin-top:1.6rem}
h3{font-size:1rem;margin:1rem 0 .3rem}.kind{color:#555;margin:0}.small{font-size:.85em;color:#444}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .5rem .25rem 0;
border-bottom:1px solid #ddd;font-weight:normal;vertical-align:middle}thead th{color:#555}
.along{font-size:.8em}blockquote{margin:.5rem 0 .8rem 1rem;white-space:pre-wrap;
overflow-wrap:anywhere}blockquote footer{color:#555;font-size:.85em}
@page{margin:18mm}h2,h3{break-after:avoid}
@media print{body{margin:0;max-width:none}blockquote,tr{break-inside:avoid}}
"""
