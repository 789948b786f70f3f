"""Read judgements out of a file, whichever tool wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from analysis.domain.errors import BadInput, nearest
from analysis.domain.judgement import Judgement
from analysis.domain.upload_limits import LARGEST_UPLOAD
from analysis.labels import LABEL_KEYS
from analysis.services.annotation.annotation_formats import FORMATS
from analysis.services.annotation.annotation_records import Annotated, Broken, at_degree


def judgements_in(
    path: Path, labels: Mapping[str, str] | None = None
) -> Iterator[Annotated | Broken]:
    """The records of a file, told by its ending; ``labels`` says which label a question of another
    tool is meant as. ``BadInput`` says what is wrong with the file as a whole."""
    return _in_utf8(path.name, _renamed(_records(path), labels or {}))


def judged_labels(path: Path, labels: Mapping[str, str] | None = None) -> list[str]:
    """The labels of ours that a file's judgements answer, in the codebook's order."""
    judged = {
        judgement.label
        for record in judgements_in(path, labels)
        if isinstance(record, Annotated)
        for judgement in record.judgements
    }
    return [key for key in LABEL_KEYS if key in judged]


def _in_utf8(name: str, records: Iterator[Annotated | Broken]) -> Iterator[Annotated | Broken]:
    try:
        yield from records
    except UnicodeDecodeError:
        raise BadInput(f"{name}: expected UTF-8 text.") from None


def _renamed(
    records: Iterable[Annotated | Broken], labels: Mapping[str, str]
) -> Iterator[Annotated | Broken]:
    for record in records:
        if not isinstance(record, Annotated):
            yield record
            continue
        meant: list[Judgement] = []
        unread = list(record.unread)
        for judgement in record.judgements:
            try:
                meant.append(_meant(judgement, labels))
            except BadInput as problem:
                unread.append(str(problem))
        yield replace(record, judgements=tuple(meant), unread=tuple(unread))


def _meant(judgement: Judgement, labels: Mapping[str, str]) -> Judgement:
    label = labels.get(judgement.label, judgement.label)
    if label == judgement.label or judgement.level is None:
        return replace(judgement, label=label)
    answer, level = at_degree(label, judgement.level)
    return replace(judgement, label=label, answer=answer, level=level)


def _records(path: Path) -> Iterable[Annotated | Broken]:
    if not path.is_file():
        raise BadInput(f"There is no file {path}.")
    if path.stat().st_size > LARGEST_UPLOAD:
        raise BadInput(f"{path.name}: the file is larger than {LARGEST_UPLOAD // 2**20} MiB.")
    content = path.read_bytes()
    if not content.strip():
        raise BadInput(f"{path.name}: the file is empty.")
    by_suffix = {form.suffix: form for form in FORMATS.values()} | {".tsv": FORMATS["csv"]}
    if path.suffix not in by_suffix:
        raise BadInput(f"{path.name}: unknown ending; {nearest(path.suffix, by_suffix)}.")
    return by_suffix[path.suffix].read(content)
