"""The tables, in the words of the house. What may change is said at each; the rest may not.

``guards`` holds what no column can say: triggers that keep originals and judgements as they were
written, and the search index.
"""

from __future__ import annotations

from analysis.storage.tables.annotated import (
    AnnotationItemTable,
    AnnotationSetTable,
    AnnotationTable,
    EvidenceFeedbackTable,
)
from analysis.storage.tables.base import Table
from analysis.storage.tables.done import (
    AuditEventTable,
    ClaimTable,
    DecisionTable,
    ProfileTable,
    ReaderReportTable,
    SettingTable,
)
from analysis.storage.tables.people import (
    AccountTable,
    SessionTable,
)
from analysis.storage.tables.queued import (
    NO_TIME,
    QueueCountTable,
    QueueEntryTable,
    QueueFacetTable,
    QueueLabelTable,
    QueueScoreTable,
    QueueToneTable,
)
from analysis.storage.tables.read import (
    ArticleTable,
    CommentRawTable,
    CommentTable,
    CommentTextTable,
    ErasureTable,
    ImportTable,
    QuarantineTable,
)
from analysis.storage.tables.said import (
    AnalysisDocumentTable,
    AnalysisTable,
    LabelResultTable,
    RunEndTable,
    RunTable,
)

__all__ = [
    "NO_TIME",
    "AccountTable",
    "AnalysisDocumentTable",
    "AnalysisTable",
    "AnnotationItemTable",
    "AnnotationSetTable",
    "AnnotationTable",
    "ArticleTable",
    "AuditEventTable",
    "ClaimTable",
    "CommentRawTable",
    "CommentTable",
    "CommentTextTable",
    "DecisionTable",
    "ErasureTable",
    "EvidenceFeedbackTable",
    "ImportTable",
    "LabelResultTable",
    "ProfileTable",
    "QuarantineTable",
    "QueueCountTable",
    "QueueEntryTable",
    "QueueFacetTable",
    "QueueLabelTable",
    "QueueScoreTable",
    "QueueToneTable",
    "ReaderReportTable",
    "RunEndTable",
    "RunTable",
    "SessionTable",
    "SettingTable",
    "Table",
]
