"""Who may do what: accounts, roles and permissions, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an account is for."""

    MODERATOR = "moderator"
    MANAGER = "manager"
    RESEARCHER = "researcher"
    ADMIN = "admin"


class Permission(StrEnum):
    """One thing that not everybody may do."""

    READ = "read"
    DECIDE = "decide"
    DECIDE_MANY = "decide_many"
    PUBLISH_PROFILE = "publish_profile"
    EDIT_REASON_CODES = "edit_reason_codes"
    ANNOTATE = "annotate"
    MANAGE_ANNOTATION = "manage_annotation"
    SWITCH_RULES = "switch_rules"
    TRAIN = "train"
    IMPORT = "import"
    SCORE = "score"
    EXPORT = "export"
    ERASE = "erase"
    AUDIT = "audit"
    ACCOUNTS = "accounts"
    MAINTAIN = "maintain"


_EVERYBODY = frozenset({Permission.READ})

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.MODERATOR: _EVERYBODY | {Permission.DECIDE, Permission.DECIDE_MANY, Permission.ANNOTATE},
    Role.MANAGER: _EVERYBODY
    | {
        Permission.DECIDE,
        Permission.DECIDE_MANY,
        Permission.PUBLISH_PROFILE,
        Permission.EDIT_REASON_CODES,
        Permission.ANNOTATE,
        Permission.IMPORT,
        Permission.SCORE,
        Permission.EXPORT,
        Permission.AUDIT,
    },
    Role.RESEARCHER: _EVERYBODY
    | {
        Permission.ANNOTATE,
        Permission.MANAGE_ANNOTATION,
        Permission.SWITCH_RULES,
        Permission.TRAIN,
        Permission.IMPORT,
        Permission.SCORE,
        Permission.EXPORT,
    },
    Role.ADMIN: frozenset(Permission),
}

LOCAL = "local"
"""The one person of a system without accounts, who may do everything."""

OPERATOR_PERMISSIONS = frozenset(
    {
        Permission.READ,
        Permission.IMPORT,
        Permission.SCORE,
        Permission.EXPORT,
        Permission.ACCOUNTS,
        Permission.MAINTAIN,
    }
)
"""What ``local`` (somebody at the machine's own shell) keeps once accounts exist: the work that
runs unattended, and making accounts. Whoever judges comments then signs in by name."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who signs in. ``disabled`` accounts can't, and their past stays theirs."""

    name: str
    role: Role
    disabled: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether this account's role covers ``permission``."""
        return not self.disabled and permission in PERMISSIONS[self.role]


@dataclass(frozen=True, slots=True)
class SignIn:
    """A session as the browser holds it: a secret ``token`` and when it ends."""

    token: str
    account: Account
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ExternalIdentity:
    """Whom an organisation's own sign-in has recognised: ``name``, its ``groups``, and when."""

    name: str
    groups: tuple[str, ...]
    at: datetime
