"""The label reference: the codebook's page in the documentation, written from the labels."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.domain.label import Example, Label
from analysis.labels import LABELS, RULES

_HEAD = """# Labels

A label is a question about what a comment does in the discussion, never about who wrote it, how
many votes it got, or whether we like its opinion. Every answer is a probability with the passages
that carry it; a person decides. A quoted passage belongs to its source: it can explain a label and
never raises one.

This page is written from `analysis/labels` by `python -m analysis.labels.reference`.
"""


def label_reference() -> str:
    """The whole page in Markdown."""
    return "\n".join([_HEAD, *(_section(item) for item in LABELS)])


def _section(item: Label) -> str:
    concern = (
        "A flag asks for a moderator's look."
        if item.concern
        else "Shown and studied; never puts a comment into a queue."
    )
    lines = [
        f"## {item.title} (`{item.key}`, version {item.version})",
        "",
        f"*{item.question}* {concern}",
        "",
        item.definition,
        "",
        "It is not:",
        "",
        *(f"- {text}" for text in item.is_not),
        "",
        "| facet | meaning |",
        "|---|---|",
        *(
            f"| `{f.key}`{' (flag)' if f.flag else ''} | {f.title}. {f.definition} |"
            for f in item.facets
        ),
        "",
        "| example | rules find it | why |",
        "|---|---|---|",
        *_examples(item.examples),
        "",
        "Rules: "
        + ", ".join(f"`{rule.name}`" for rule in RULES if rule.label == item.key and rule.shown)
        + ".",
        "",
    ]
    return "\n".join(lines)


def _examples(examples: Iterable[Example]) -> Iterable[str]:
    for example in examples:
        text = example.text.replace("|", "\\|")
        yield f"| {text} | {'yes' if example.matches else 'no'} | {example.why} |"


if __name__ == "__main__":
    from pathlib import Path

    page = Path(__file__).resolve().parent.parent / "docs" / "labels.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(label_reference(), encoding="utf-8")
