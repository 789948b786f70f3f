"""The labelling interface under which Label Studio shows a set, in the words of the codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from analysis.domain.judgement import Answer
from analysis.domain.label import Facet, Label

#: The control for passages, and the text that all controls are about.
SPANS, TEXT = "passages", "text"
#: What follows a label's key in the names of its further controls.
FACETS, NOTE = "_facets", "_note"


def label_studio_config(labels: Sequence[Label], colours: Mapping[str, str]) -> str:
    """The XML to paste under Settings, Labeling Interface, Code before tasks are imported.

    Per label a control for the answer (the graded one is answered with its degree), one for
    facets of the whole comment and one for a note; one control marks passages, as
    ``label:facet``. ``colours`` are CSS colours by label.
    """
    view = ElementTree.Element("View")
    _add(view, "Header", value="$article_title", size="5")
    _add(view, "Header", value="It answers (nothing here: it answers nobody)", size="5")
    _add(view, "Text", name="answers", value="$answers")
    _add(view, "Header", value="The comment", size="4")
    marks = _add(view, "Labels", name=SPANS, toName=TEXT, showInline="true")
    for label in labels:
        colour = {"background": colours[label.key]} if label.key in colours else {}
        for value in [label.key, *(f"{label.key}:{facet.key}" for facet in _facets(label))]:
            _add(marks, "Label", value=value, **colour)
    _add(view, "Text", name=TEXT, value="$text", granularity="symbol")
    for label in labels:
        _questions(view, label)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def answers_of(label: Label) -> list[str]:
    """The answers that a label offers; a graded one's degrees first, then without a degree."""
    plain = [answer.value for answer in Answer]
    return [*map(str, label.degrees), *plain]


def _questions(view: ElementTree.Element, label: Label) -> None:
    _add(view, "Header", value=f"{label.title} ({label.version}): {label.question}", size="4")
    guide = _add(_add(view, "Collapse"), "Panel", value=f"Guideline: {label.title}")
    _add(guide, "Header", value=label.definition, size="6")
    for other in label.is_not:
        _add(guide, "Header", value=f"It is not: {other}", size="6")
    for facet in label.facets:
        _add(guide, "Header", value=f"{facet.key} ({facet.title}): {facet.definition}", size="6")
    answers = _choices(view, label.key, choice="single-radio", required="true")
    answers.set("requiredMessage", f"Answer {label.title}; skip says that you can't tell.")
    for value in answers_of(label):
        _add(answers, "Choice", value=value)
    facets = _choices(view, label.key + FACETS, choice="multiple")
    for facet in _facets(label):
        _add(facets, "Choice", value=facet.key, hint=facet.definition)
    note = {"rows": "1", "maxSubmissions": "1", "editable": "true", "placeholder": "Note"}
    _add(view, "TextArea", name=label.key + NOTE, toName=TEXT, **note)


def _facets(label: Label) -> list[Facet]:
    # The degrees themselves are asked for as the answer.
    return [facet for facet in label.facets if facet.degree is None]


def _choices(view: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return _add(view, "Choices", name=name, toName=TEXT, showInline="true", **attributes)


def _add(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, attributes)
