"""Comments of an annotated file are imported first, then what people said about them."""

from __future__ import annotations

import json
from pathlib import Path

from running import Moderato

RECORD = {
    "id": "a1", "fields": {"text": "Lovely trams."}, "metadata": {}, "suggestions": {},
    "responses": {"possible_hostility": [{"value": "no", "user_id": "u1"}]}, "status": "completed",
}  # fmt: skip


def test_an_argilla_file_becomes_comments_and_a_set(moderato: Moderato, tmp_path: Path) -> None:
    file, db = tmp_path / "records.jsonl", ("--db", tmp_path / "m.db")
    file.write_text(json.dumps(RECORD), encoding="utf-8")
    comments = moderato("import", file, *db)
    assert comments.out.startswith("records.jsonl: 1 comments read (argilla), 1 new")
    assert "moderato annotations import" in comments.err
    brought = moderato("annotations", "import", file, "--new", "From Argilla", *db)
    assert brought.out == ("set 1: 1 judgements of 1 people on 1 comments; 0 known, 0 left out\n")
    again = moderato("annotations", "import", file, "--set", 1, *db)
    assert "0 judgements of 0 people on 0 comments; 1 known" in again.out
    assert moderato("annotations", "list", *db).out == (
        "1  From Argilla (possible_hostility): 1 of 1 judged\n"
    )


def test_where_to_and_what_for_must_be_said(moderato: Moderato, tmp_path: Path) -> None:
    file, db = tmp_path / "records.jsonl", ("--db", tmp_path / "m.db")
    other = {**RECORD, "responses": {"rude": [{"value": "no", "user_id": "u1"}]}}
    file.write_text(json.dumps(other), encoding="utf-8")
    moderato("import", file, *db)
    refused = moderato("annotations", "import", file, *db)
    assert (refused.code, "--set NUMBER, or --new NAME" in refused.sentence) == (2, True)
    refused = moderato("annotations", "import", file, "--new", "N", *db)
    assert (refused.code, "--label QUESTION=LABEL" in refused.sentence) == (2, True)
    refused = moderato("annotations", "import", file, "--new", "N", "--label", "rude", *db)
    assert (refused.code, "expected QUESTION=LABEL" in refused.sentence) == (2, True)
    label = ("--label", "rude=possible_hostility")
    assert moderato("annotations", "import", file, "--new", "N", *label, *db).code == 0
