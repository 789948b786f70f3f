"""What exports call the columns of readers' reports."""

from __future__ import annotations

from collections.abc import Mapping

REPORT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "comment": (
        "comment_id", "reported_comment_id", "post_id", "target_id", "content_id", "item_id",
        "comment", "post",
    ),
    "thread": (
        "thread_id", "story_id", "topic_id", "article_id", "discussion_id", "link_id", "thread",
        "article",
    ),
    "reason": (
        "reason", "report_reason", "flag_type", "flag_reason", "post_action_type_id", "reason_code",
        "category", "type",
    ),
    "kind": ("action_type", "kind"),
    "reporter": (
        "reporter", "reporter_id", "reported_by", "flagged_by", "flagger_id", "user_id", "user",
        "username",
    ),
    "people": ("people", "count", "reports", "report_count", "num_reports", "flags", "flag_count"),
    "reported_at": (
        "reported_at", "flagged_at", "created_at", "created", "created_utc", "date", "time",
        "timestamp",
    ),
    "withdrawn": ("withdrawn_at", "deleted_at", "retracted_at"),
    "answered": (
        "resolved_at", "handled_at", "agreed_at", "disagreed_at", "deferred_at", "reviewed_at",
        "closed_at", "dismissed_at", "resolved", "is_resolved", "handled", "is_handled", "reviewed",
        "closed", "dismissed", "report_status", "report_state", "resolution", "status", "state",
    ),
    "label": ("label",),
    "report": ("report_id", "flag_id", "id", "_id"),
}  # fmt: skip
"""The names that exports use, the surest first: Coral's actions, Discourse's flags, tables."""
