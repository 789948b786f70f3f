"""The tables, in the words of the house. What may change is said at each; the rest may not.

``guards`` holds what no column can say: triggers that keep originals and judgements as they were
written, and the search index.
"""

from __future__ import annotations

from analysis.storage.tables.analysis import (
    AnalysisDocumentTable,
    AnalysisTable,
    LabelResultTable,
    RunEndTable,
    RunTable,
)
from analysis.storage.tables.annotation import (
    AnnotationItemTable,
    AnnotationSetTable,
    AnnotationTable,
    EvidenceFeedbackTable,
)
from analysis.storage.tables.base import Table
from analysis.storage.tables.chain import ChainLinkTable
from analysis.storage.tables.content import (
    ArticleTable,
    CommentRawTable,
    CommentTable,
    CommentTextTable,
    ErasureTable,
    ExportTable,
    HashSaltTable,
    ImportTable,
    QuarantineTable,
)
from analysis.storage.tables.learned import ChangeReportTable, SiteHeadsTable
from analysis.storage.tables.moderation import (
    AuditEventTable,
    ClaimTable,
    DecisionTable,
    EndedWalkTable,
    ProfileTable,
    ReviewCommandTable,
    SettingTable,
    UserReportTable,
)
from analysis.storage.tables.people import (
    AccountTable,
    SessionTable,
    SignInAttemptTable,
)
from analysis.storage.tables.queue import (
    NO_TIME,
    QueueCountTable,
    QueueEntryTable,
    QueueFacetTable,
    QueueLabelTable,
    QueuePatternTable,
    QueueScoreTable,
    QueueToneTable,
)
from analysis.storage.tables.serving import (
    ApiKeyTable,
    ApiRequestTable,
    WebhookDeliveryTable,
    WebhookTable,
)

__all__ = [
    "NO_TIME",
    "AccountTable",
    "AnalysisDocumentTable",
    "AnalysisTable",
    "AnnotationItemTable",
    "AnnotationSetTable",
    "AnnotationTable",
    "ApiKeyTable",
    "ApiRequestTable",
    "ArticleTable",
    "AuditEventTable",
    "ChainLinkTable",
    "ChangeReportTable",
    "ClaimTable",
    "CommentRawTable",
    "CommentTable",
    "CommentTextTable",
    "DecisionTable",
    "EndedWalkTable",
    "ErasureTable",
    "EvidenceFeedbackTable",
    "ExportTable",
    "HashSaltTable",
    "ImportTable",
    "LabelResultTable",
    "ProfileTable",
    "QuarantineTable",
    "QueueCountTable",
    "QueueEntryTable",
    "QueueFacetTable",
    "QueueLabelTable",
    "QueuePatternTable",
    "QueueScoreTable",
    "QueueToneTable",
    "ReviewCommandTable",
    "RunEndTable",
    "RunTable",
    "SessionTable",
    "SettingTable",
    "SignInAttemptTable",
    "SiteHeadsTable",
    "Table",
    "UserReportTable",
    "WebhookDeliveryTable",
    "WebhookTable",
]
