"""Accounts: who may do what is refused in the services, whatever a screen shows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pwdlib import PasswordHash
from refilling import once
from scripted import ScriptedPipeline, filled, write_comments

from analysis.domain.account import OPERATOR_PERMISSIONS, PERMISSIONS, Permission, Role
from analysis.domain.annotation import Feedback, Selection
from analysis.domain.audit import AuditFilter
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput, ModeratoError, NotAllowed
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.profile import Threshold
from analysis.domain.reason import ReasonCode
from analysis.domain.review_command import CommandKind, PassageFeedback, ReviewCommand
from analysis.domain.span import Span
from analysis.services.access import accounts as account_service
from analysis.services.access import sessions as session_service
from analysis.services.access.accounts import (
    accounts,
    change_password,
    create_account,
    disable_account,
    enable_account,
    require,
    set_password,
    set_role,
    sign_in_needed,
)
from analysis.services.access.password_hashes import is_right
from analysis.services.access.sessions import session_account, session_ends, sign_in, sign_out
from analysis.services.admin import audit_log, backups, integrity
from analysis.services.annotation import adjudication, annotation_sets, answering, gold
from analysis.services.data import erasure, exports, imports, scoring
from analysis.services.moderation import bulk_decisions as deciding
from analysis.services.moderation import reason_codes as reasons
from analysis.services.moderation.claims import hold
from analysis.services.moderation.review_commands import execute
from analysis.services.moderation.site_decisions import SiteDecision, decide_once
from analysis.services.site import rule_switches
from analysis.services.thresholds import profile_publishing
from analysis.storage.database import Store

PASSWORD = "correct horse battery"


@pytest.fixture
@once
def team(store: Store) -> Store:
    """One account per role, named after it."""
    create_account(store, "admin", PASSWORD, Role.ADMIN)
    for role in (Role.MODERATOR, Role.MANAGER, Role.RESEARCHER):
        create_account(store, role.value, PASSWORD, role, person="admin")
    return store


def test_a_password_costs_what_is_recommended(real_hasher: Callable[[], PasswordHash]) -> None:
    """Every other test hashes with less: the cost belongs into production."""
    assert real_hasher().hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_alone_at_the_machine_everybody_is_admin(store: Store) -> None:
    assert not sign_in_needed(store)
    assert require(store, "local", Permission.ERASE).role is Role.ADMIN
    assert require(store, "whoever", Permission.DECIDE).role is Role.ADMIN


def test_with_accounts_a_stranger_may_nothing_and_the_shell_only_its_work(team: Store) -> None:
    assert sign_in_needed(team)
    for permission in Permission:
        with pytest.raises(NotAllowed, match="no account"):
            require(team, "whoever", permission)
        if permission in OPERATOR_PERMISSIONS:
            require(team, "local", permission)
        else:
            with pytest.raises(NotAllowed):
                require(team, "local", permission)


def test_each_role_may_what_the_table_says_and_no_more(team: Store) -> None:
    for role in Role:
        for permission in Permission:
            if permission in PERMISSIONS[role]:
                assert require(team, role.value, permission).role is role
            else:
                with pytest.raises(NotAllowed, match=f"is {role.value} and may not"):
                    require(team, role.value, permission)


Act = Callable[[Store, str, Path], object]
LABEL = "possible_hostility"
COMMANDS = {
    CommandKind.DECIDE: (Permission.DECIDE, {"comment_id": 1, "action": Action.APPROVE}),
    CommandKind.UNDO: (Permission.DECIDE, {"undoes": "0a1b2c3d-0002"}),
    CommandKind.UNDO_LAST: (Permission.DECIDE, {}),
    CommandKind.UNDO_BATCH: (Permission.DECIDE_MANY, {"batch": "x"}),
    CommandKind.FEEDBACK: (
        Permission.ANNOTATE,
        {
            "comment_id": 1,
            "passage": PassageFeedback(LABEL, "insult", Span(0, 1), Feedback.CONFIRM),
        },
    ),
}


def _command(kind: CommandKind) -> tuple[Permission, Act]:
    permission, more = COMMANDS[kind]
    command = ReviewCommand("0a1b2c3d-0001", kind, **more)

    def act(store: Store, person: str, _: Path) -> None:
        answer = execute(store, command, person=person)
        if not answer.ok:
            raise NotAllowed(answer.sentence)

    return permission, act


ACTS: dict[str, tuple[Permission, Act]] = {
    **{f"execute {kind.value}": _command(kind) for kind in CommandKind},
    "decide_once": (
        Permission.DECIDE,
        lambda s, who, _: decide_once(s, SiteDecision(1, Action.APPROVE), source="x", person=who),
    ),
    "decide_once undo": (
        Permission.DECIDE,
        lambda s, who, _: decide_once(s, SiteDecision(1, Action.UNDO), source="x", person=who),
    ),
    "hold": (
        Permission.DECIDE,
        lambda s, who, _: hold(s, [1], person=who, walk="0a1b2c3d.0"),
    ),
    "decide_many": (
        Permission.DECIDE_MANY,
        lambda s, who, _: deciding.decide_many(
            s, [1], Action.REJECT, person=who, reason_code="spam"
        ),
    ),
    "undo_batch": (
        Permission.DECIDE_MANY,
        lambda s, who, _: deciding.undo_batch(s, "x", person=who),
    ),
    "set_reason_codes": (
        Permission.EDIT_REASON_CODES,
        lambda s, who, _: reasons.set_reason_codes(s, [ReasonCode("a", "A")], person=who),
    ),
    "publish_profile": (
        Permission.PUBLISH_PROFILE,
        lambda s, who, _: profile_publishing.publish_profile(
            s, {LABEL: Threshold(0.5, 0.4)}, person=who, reason="why"
        ),
    ),
    "roll_back": (
        Permission.PUBLISH_PROFILE,
        lambda s, who, _: profile_publishing.roll_back(s, 1, person=who, reason="why"),
    ),
    "set_shadow": (
        Permission.PUBLISH_PROFILE,
        lambda s, who, _: profile_publishing.set_shadow(s, None, person=who, reason="why"),
    ),
    "import": (
        Permission.IMPORT,
        lambda s, who, folder: imports.import_file(
            s, write_comments(folder / "x.jsonl", ["new"]), person=who
        ),
    ),
    "score": (
        Permission.SCORE,
        lambda s, who, _: scoring.score(s, ScriptedPipeline(), person=who),
    ),
    "export": (
        Permission.EXPORT,
        lambda s, who, folder: exports.export(s, folder / "o", format="csv", person=who),
    ),
    "erase": (
        Permission.ERASE,
        lambda s, who, _: erasure.erase_comment(s, 1, person=who, reason="asked"),
    ),
    "check_database": (Permission.MAINTAIN, lambda s, who, _: integrity.check(s, person=who)),
    "backup": (
        Permission.MAINTAIN,
        lambda s, who, folder: backups.backup(s, folder / "b.db", person=who),
    ),
    "audit": (
        Permission.AUDIT,
        lambda s, who, _: audit_log.audit(s, AuditFilter(), person=who),
    ),
    "audit_events": (
        Permission.AUDIT,
        lambda s, who, _: audit_log.audit_events(s, AuditFilter(), person=who),
    ),
    "switch_rule": (
        Permission.SWITCH_RULES,
        lambda s, who, _: rule_switches.switch_rule(s, "x", on=True, person=who),
    ),
    "set_word_list": (
        Permission.SWITCH_RULES,
        lambda s, who, _: rule_switches.set_word_list(s, "x", None, person=who),
    ),
    "create_set": (
        Permission.MANAGE_ANNOTATION,
        lambda s, who, _: annotation_sets.create_set(
            s, "first", labels=[LABEL], guideline="1", person=who
        ),
    ),
    "add_items": (
        Permission.MANAGE_ANNOTATION,
        lambda s, who, _: annotation_sets.add_items(
            s, 1, selection=Selection.RANDOM, count=1, person=who
        ),
    ),
    "annotate": (
        Permission.ANNOTATE,
        lambda s, who, _: answering.annotate(
            s, 1, Judgement(label=LABEL, answer=Answer.NO, person=who)
        ),
    ),
    "add_comment": (
        Permission.ANNOTATE,
        lambda s, who, _: annotation_sets.add_comment(s, 1, 1, person=who),
    ),
    "set_gold": (
        Permission.MANAGE_ANNOTATION,
        lambda s, who, _: gold.set_gold(s, 1, Judgement(label=LABEL, answer=Answer.NO, person=who)),
    ),
    "adjudicate": (
        Permission.MANAGE_ANNOTATION,
        lambda s, who, _: adjudication.adjudicate(
            s, 1, Judgement(label=LABEL, answer=Answer.NO, person=who)
        ),
    ),
    "create_account": (
        Permission.ACCOUNTS,
        lambda s, who, _: create_account(s, "new", PASSWORD, Role.MODERATOR, person=who),
    ),
    "set_role": (
        Permission.ACCOUNTS,
        lambda s, who, _: set_role(s, "moderator", Role.MODERATOR, person=who),
    ),
    "set_password": (
        Permission.ACCOUNTS,
        lambda s, who, _: set_password(s, "somebody else", PASSWORD, person=who),
    ),
    "disable": (
        Permission.ACCOUNTS,
        lambda s, who, _: disable_account(s, "moderator", person=who),
    ),
}


def test_every_service_that_writes_refuses_the_roles_that_may_not(
    sqlite_store: Store, tmp_path: Path
) -> None:
    filled(sqlite_store, tmp_path, {"a": "h=0.9"})
    create_account(sqlite_store, "admin", PASSWORD, Role.ADMIN)
    for role in (Role.MODERATOR, Role.MANAGER, Role.RESEARCHER):
        create_account(sqlite_store, role.value, PASSWORD, role, person="admin")
    tried = 0
    for name, (permission, act) in ACTS.items():
        for role in Role:
            if permission not in PERMISSIONS[role]:
                with pytest.raises(NotAllowed, match=permission.value):
                    act(sqlite_store, role.value, tmp_path)
                tried += 1
        with pytest.raises(NotAllowed, match="no account"):
            act(sqlite_store, "stranger", tmp_path)
        assert permission in PERMISSIONS[Role.ADMIN], name
    assert tried > 40
    assert {permission for permission, _ in ACTS.values()} == set(Permission) - {
        Permission.READ,
        Permission.TRAIN,
    }


def test_signing_in_opens_a_session_that_ends(team: Store) -> None:
    session = sign_in(team, "moderator", PASSWORD)
    account = session_account(team, session.token)
    assert account is not None
    assert (account.name, account.role) == ("moderator", Role.MODERATOR)
    sign_out(team, session.token)
    assert session_account(team, session.token) is None
    over = sign_in(team, "moderator", PASSWORD, hours=0)
    assert session_account(team, over.token) is None


@pytest.mark.parametrize(
    ("name", "password"), [("moderator", "wrong"), ("nobody", PASSWORD), ("moderator", "")]
)
def test_a_refusal_does_not_say_what_was_wrong(team: Store, name: str, password: str) -> None:
    with pytest.raises(NotAllowed, match="name or the password is not right"):
        sign_in(team, name, password)


def test_neither_password_nor_token_is_in_the_database(team: Store) -> None:
    token = sign_in(team, "moderator", PASSWORD).token
    with team.read() as session:
        rows = [
            str(tuple(row))
            for table in ("account", "session", "audit_event")
            for row in session.execute(sa.text(f"SELECT * FROM {table}"))
        ]
    assert not any(PASSWORD in row or token in row for row in rows)
    assert any("$argon2id$" in row for row in rows)


def test_one_s_own_password_is_changed_with_the_present_one_and_ends_other_sessions(
    team: Store,
) -> None:
    here = sign_in(team, "moderator", PASSWORD).token
    elsewhere = sign_in(team, "moderator", PASSWORD).token
    another = sign_in(team, "manager", PASSWORD).token
    change_password(team, "moderator", PASSWORD, "another long one", token=here)
    assert session_account(team, here) is not None
    assert session_account(team, elsewhere) is None
    assert session_account(team, another) is not None
    sign_in(team, "moderator", "another long one")
    with pytest.raises(NotAllowed):
        sign_in(team, "moderator", PASSWORD)
    events = audit_log.audit(team, AuditFilter(person="moderator"), person="admin").events
    assert "change_password" in {event.action for event in events}


@pytest.mark.parametrize(
    ("name", "present", "new", "message"),
    [
        ("moderator", "wrong", "another long one", "present password is not right"),
        ("moderator", "", "another long one", "present password is not right"),
        ("moderator", PASSWORD, "short", "at least 10 characters"),
        ("moderator", PASSWORD, PASSWORD, "is the present one"),
        ("kim@example.org", "", "another long one", "through an organisation"),
        ("nobody", PASSWORD, "another long one", "no account"),
    ],
)
def test_a_password_that_may_not_be_changed_stays(
    team: Store, name: str, present: str, new: str, message: str
) -> None:
    create_account(team, "kim@example.org", None, Role.MODERATOR, person="admin")
    token = sign_in(team, "moderator", PASSWORD).token
    with pytest.raises(ModeratoError, match=message):
        change_password(team, name, present, new, token="")
    assert session_account(team, token) is not None
    sign_in(team, "moderator", PASSWORD)


def test_an_admin_resets_somebody_s_password_and_ends_all_their_sessions(team: Store) -> None:
    token = sign_in(team, "moderator", PASSWORD).token
    set_password(team, "moderator", "another long one", person="admin")
    assert session_account(team, token) is None
    sign_in(team, "moderator", "another long one")
    [event] = audit_log.audit(team, AuditFilter(action="set_password"), person="admin").events
    assert (event.person, event.detail) == ("admin", {"name": "moderator"})


@pytest.mark.parametrize("person", ["moderator", "admin"])
def test_nobody_sets_their_own_password_without_the_present_one(team: Store, person: str) -> None:
    with pytest.raises(ModeratoError):
        set_password(team, person, "another long one", person=person)
    sign_in(team, person, PASSWORD)


def test_a_session_ends_after_the_stated_time(team: Store) -> None:
    opened = sign_in(team, "moderator", PASSWORD, hours=2)
    assert timedelta(hours=1.9) < opened.expires_at - datetime.now(UTC) <= timedelta(hours=2)
    assert session_ends(team, opened.token) == opened.expires_at
    over = sign_in(team, "moderator", PASSWORD, hours=-0.001)
    assert session_account(team, over.token) is None
    assert session_ends(team, over.token) is None


@pytest.mark.parametrize(
    "act",
    [
        lambda team: set_password(team, "moderator", "another long one", person="admin"),
        lambda team: disable_account(team, "moderator", person="admin"),
    ],
    ids=["reset", "disabled"],
)
def test_what_happens_while_a_password_is_looked_at_counts(
    team: Store, monkeypatch: pytest.MonkeyPatch, act: Callable[[Store], object]
) -> None:
    """It takes a while, and up to ten seconds in the line before it; no session outlives that."""
    token = sign_in(team, "moderator", PASSWORD).token

    def right_meanwhile(password: str, password_hash: str | None) -> bool:
        right = is_right(password, password_hash)
        act(team)
        return right

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(session_service, "is_right", right_meanwhile)
        with pytest.raises(NotAllowed):
            sign_in(team, "moderator", PASSWORD)
    enable_account(team, "moderator", person="admin")
    with team.read() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM session")) == 0
    assert session_account(team, token) is None


def test_a_reset_password_is_not_changed_by_who_knew_the_one_before(
    team: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = sign_in(team, "moderator", PASSWORD).token

    def right_meanwhile(password: str, password_hash: str | None) -> bool:
        set_password(team, "moderator", "another long one", person="admin")
        return is_right(password, password_hash)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(account_service, "is_right", right_meanwhile)
        with pytest.raises(NotAllowed, match="present password is not right"):
            change_password(team, "moderator", PASSWORD, "a third long one", token=token)
    sign_in(team, "moderator", "another long one")


def test_a_disabled_account_is_out_at_once_and_can_come_back(team: Store) -> None:
    token = sign_in(team, "moderator", PASSWORD).token
    assert disable_account(team, "moderator", person="admin").disabled
    assert session_account(team, token) is None
    with pytest.raises(NotAllowed):
        sign_in(team, "moderator", PASSWORD)
    with pytest.raises(NotAllowed, match="is disabled"):
        require(team, "moderator", Permission.READ)
    enable_account(team, "moderator", person="admin")
    sign_in(team, "moderator", PASSWORD)


def test_a_changed_role_holds_in_open_sessions(team: Store) -> None:
    token = sign_in(team, "moderator", PASSWORD).token
    set_role(team, "moderator", Role.RESEARCHER, person="admin")
    account = session_account(team, token)
    assert account is not None
    assert account.role is Role.RESEARCHER


def test_the_last_admin_stays(team: Store) -> None:
    with pytest.raises(BadInput, match="only admin"):
        set_role(team, "admin", Role.MANAGER, person="admin")
    with pytest.raises(BadInput, match="only admin"):
        disable_account(team, "admin", person="admin")


@pytest.mark.parametrize(
    ("name", "password", "role", "message"),
    [
        ("", PASSWORD, Role.ADMIN, "1 to 100 printable"),
        ("a\nb", PASSWORD, Role.ADMIN, "printable"),
        ("local", PASSWORD, Role.ADMIN, "choose another"),
        ("ann", "short", Role.ADMIN, "at least 10 characters"),
        ("ann", PASSWORD, Role.MODERATOR, "first account must be an admin"),
    ],
)
def test_an_account_that_can_not_be_is_refused(
    sqlite_store: Store, name: str, password: str, role: Role, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        create_account(sqlite_store, name, password, role)
    assert accounts(sqlite_store) == []


def test_an_unknown_account_is_named_with_the_nearest(team: Store) -> None:
    with pytest.raises(BadInput, match="did you mean 'manager'"):
        set_role(team, "manger", Role.ADMIN, person="admin")
    with pytest.raises(BadInput, match="already an account"):
        create_account(team, "manager", PASSWORD, Role.ADMIN, person="admin")
