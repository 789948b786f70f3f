"""Messages that a platform wrote by itself are no comments; words and numbers alone say nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]


@pytest.mark.parametrize(
    "marked",
    [{"type": "GuildMemberJoin"}, {"type": "ChannelPinnedMessage"}, {"kind": "ThreadCreated"},
     {"system": True}, {"isSystem": "true"}, {"comment_type": "system_note"},
     {"type": "System message"}],
)  # fmt: skip
def test_a_platforms_own_messages_are_skipped_and_told(
    read_file: Read, marked: dict[str, Any]
) -> None:
    own = dict.fromkeys(marked, False if True in marked.values() else "Default")
    value = [{"id": 1, "text": "Cold.", **own}, {"id": 2, "text": "Joined.", **marked}]
    comments, summary = read_file(value, "a.json")
    assert [c.id for c in comments] == ["1"]
    [(rule, count)] = summary.skipped
    assert (rule.split(" (")[0], count) == ("a message of the platform's own", 1)


@pytest.mark.parametrize(
    "other",
    [{"type": "channel"}, {"type": "system"}, {"type": "service"}, {"kind": "thread"},
     {"system": 1}, {"system": "Windows"}, {"system": False}, {"type": "Guild"},
     {"author": {"type": "GuildMemberJoin", "system": True}}],
)  # fmt: skip
def test_near_miss_other_kinds_are_comments(read_file: Read, other: dict[str, Any]) -> None:
    comments, _ = read_file([{"id": 1, "text": "Cold.", **other}], "a.json")
    assert len(comments) == 1
