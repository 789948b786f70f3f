"""Recorded scores of the Perspective API, as sites keep them, compared with ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.domain.analysis import Analysis
from analysis.domain.attribute import value_of
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import Progress
from analysis.evaluation.json_lines import ENCODING
from analysis.ingest.recorded_scores import attribute_scores, is_score
from analysis.pipeline import Pipeline
from analysis.services.measurement.score_mapping import Mapping as ScoreMapping
from analysis.services.measurement.score_mapping import RecordedScore, score_mapping
from analysis.services.serving.offered_attributes import offered_attributes
from analysis.services.serving.question import COMMENT_ID, Question

_AT_ONCE = 64


def read_recorded(path: Path) -> list[RecordedScore]:
    """The scores of a file of JSON lines; ``BadInput`` names the line that can't be read.

    A line holds ``text`` (or 4CAT's ``body``) and either the service's response
    (``attributeScores``), ``scores`` by name, or the names themselves with numbers; ``verdict``
    (true or false) where a person judged. A score of null is one that the service did not give.
    """
    recorded: list[RecordedScore] = []
    try:
        with path.open(encoding=ENCODING) as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    recorded += _scores(line, f"{path.name}, line {number}")
    except OSError:
        raise BadInput(f"{path}: can't be read") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path.name}: expected UTF-8 text") from None
    if not recorded:
        raise BadInput(f"{path.name}: no recorded score was found")
    return recorded


def _scores(line: str, where: str) -> Iterator[RecordedScore]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput(f"{where}: not JSON") from None
    if not isinstance(content, dict):
        raise BadInput(f"{where}: expected an object")
    comment = content.get("comment")
    text = comment.get("text") if isinstance(comment, dict) else content.get("text")
    text = content.get("body") if text is None else text
    if not isinstance(text, str) or not text.strip():
        raise BadInput(f"{where}: no text")
    verdict = content.get("verdict")
    if verdict is not None and not isinstance(verdict, bool):
        raise BadInput(f"{where}: verdict must be true or false")
    for name, score in attribute_scores(content):
        if score is None:
            continue
        if not is_score(score):
            raise BadInput(f"{where}: the score of {name[:60]!r} must be a number from 0 to 1")
        yield RecordedScore(text, name.partition("@")[0], float(score), verdict)


def compare_recorded(
    recorded: Sequence[RecordedScore],
    pipeline: Pipeline,
    *,
    model: str,
    thresholds: Sequence[float] | None = None,
    progress: Progress | None = None,
) -> tuple[list[ScoreMapping], dict[str, str]]:
    """The comparison per attribute, and by name why the others have none.

    Texts that we don't answer (another language) are left out; the comparison says how many are in.
    """
    offered = offered_attributes(model)
    names = list(dict.fromkeys(score.attribute for score in recorded))
    left = {name: "not offered" for name in names if name not in offered}
    texts = list(dict.fromkeys(score.text for score in recorded if score.attribute in offered))
    analyses: dict[str, Analysis] = {}
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        discussions = [Question(text).discussion() for text in some]
        answers = pipeline.analyze_apart(discussions, only={COMMENT_ID})
        analyses |= dict(zip(some, answers, strict=True))
        if progress:
            progress(len(analyses), len(texts))
    mappings = []
    for name in names:
        if name in left:
            continue
        pairs = [
            (score.score, value, score.verdict)
            for score in recorded
            if score.attribute == name
            and (value := value_of(offered[name], analyses[score.text])) is not None
        ]
        chosen = {} if thresholds is None else {"thresholds": tuple(thresholds)}
        try:
            mappings.append(
                score_mapping(
                    name, [p[0] for p in pairs], [p[1] for p in pairs], [p[2] for p in pairs],
                    **chosen,
                )
            )  # fmt: skip
        except BadInput as problem:
            left[name] = str(problem)
    return mappings, left
