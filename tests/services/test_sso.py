"""Whom an organisation vouches for: with an account or a group that has a role, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from refilling import once

from analysis.domain.account import Account, ExternalIdentity, Role
from analysis.domain.audit import AuditFilter
from analysis.domain.errors import BadInput, NotAllowed
from analysis.services.access.accounts import accounts, create_account, disable_account
from analysis.services.access.sessions import session_account, sign_in
from analysis.services.access.sso import roles_of_groups, sign_in_vouched
from analysis.services.admin.audit_log import audit
from analysis.storage.database import Store

ROLES = {"heads": Role.ADMIN, "desk": Role.MODERATOR, "lab": Role.RESEARCHER}


def whom(name: str, *groups: str, ago: timedelta = timedelta()) -> ExternalIdentity:
    return ExternalIdentity(name, groups, datetime.now(UTC) - ago)


@pytest.fixture
@once
def site(store: Store) -> Store:
    """An admin and a moderator, both without a password."""
    create_account(store, "Ann@Example.org", None, Role.ADMIN)
    create_account(store, "kim@example.org", None, Role.MODERATOR, person="ann@example.org")
    return store


def test_a_vouched_name_with_an_account_needs_no_password(site: Store) -> None:
    opened = sign_in_vouched(site, whom("ann@example.org"))
    assert session_account(site, opened.token) == Account("ann@example.org", Role.ADMIN)
    for password in ("", "a long enough guess"):
        with pytest.raises(NotAllowed, match="not right"):
            sign_in(site, "ann@example.org", password)


def test_without_a_mapping_only_accounts_come_in_and_groups_say_nothing(site: Store) -> None:
    with pytest.raises(NotAllowed, match="no account and no role here yet; ask an admin"):
        sign_in_vouched(site, whom("new@example.org", "heads"))
    assert sign_in_vouched(site, whom("kim@example.org", "heads")).account.role is Role.MODERATOR
    [event] = audit(site, AuditFilter(action="sign_in_refused"), person="ann@example.org").events
    assert event.detail == {"name": "new@example.org"}


def test_the_session_ends_so_long_after_the_organisation_vouched(site: Store) -> None:
    identity = whom("kim@example.org", ago=timedelta(hours=3))
    assert sign_in_vouched(site, identity, hours=4).expires_at == identity.at + timedelta(hours=4)
    with pytest.raises(NotAllowed, match="too long ago"):
        sign_in_vouched(site, identity, hours=2)


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (("desk",), Role.MODERATOR),
        (("canteen", "lab"), Role.RESEARCHER),
        (("lab", "desk"), Role.MODERATOR),  # the first line of the mapping that fits
        (("desk", "heads"), Role.ADMIN),
    ],
)
def test_a_group_gives_the_role_and_a_new_person_an_account(
    store: Store, groups: tuple[str, ...], role: Role
) -> None:
    opened = sign_in_vouched(store, whom("new@example.org", *groups), roles=ROLES)
    assert opened.account == Account("new@example.org", role)
    assert accounts(store) == [Account("new@example.org", role)]


@pytest.mark.parametrize("groups", [(), ("canteen",), ("Desk",), ("des",)])
def test_a_person_of_no_group_with_a_role_is_refused_and_gets_no_account(
    site: Store, groups: tuple[str, ...]
) -> None:
    with pytest.raises(NotAllowed, match="none of your groups has a role"):
        sign_in_vouched(site, whom("new@example.org", *groups), roles=ROLES)
    assert len(accounts(site)) == 2


def test_a_role_follows_the_groups_at_the_next_sign_in_and_is_logged(site: Store) -> None:
    sign_in_vouched(site, whom("kim@example.org", "lab"), roles=ROLES)
    assert accounts(site)[1] == Account("kim@example.org", Role.RESEARCHER)
    [event] = audit(site, AuditFilter(action="set_role"), person="ann@example.org").events
    assert (event.detail["from"], event.detail["to"]) == ("moderator", "researcher")
    assert event.detail["by"] == "organisation"


def test_the_last_admin_is_not_lost_to_a_changed_group(site: Store) -> None:
    with pytest.raises(NotAllowed, match="nobody else here is an admin"):
        sign_in_vouched(site, whom("ann@example.org", "desk"), roles=ROLES)
    assert accounts(site)[0].role is Role.ADMIN
    sign_in_vouched(site, whom("bo@example.org", "heads"), roles=ROLES)
    sign_in_vouched(site, whom("ann@example.org", "desk"), roles=ROLES)
    assert accounts(site)[0].role is Role.MODERATOR


def test_a_disabled_account_stays_out_whatever_the_groups(site: Store) -> None:
    disable_account(site, "kim@example.org", person="ann@example.org")
    for roles in (None, ROLES):
        with pytest.raises(NotAllowed, match="kept from signing in"):
            sign_in_vouched(site, whom("kim@example.org", "heads"), roles=roles)


@pytest.mark.parametrize("name", ["local", "", "a\nb", "x" * 101])
def test_a_name_that_can_not_be_an_account_s_is_refused(store: Store, name: str) -> None:
    with pytest.raises(NotAllowed, match="can't be an account's"):
        sign_in_vouched(store, whom(name, "heads"), roles=ROLES)


def test_a_role_that_there_is_not_is_named_with_the_nearest() -> None:
    assert roles_of_groups({"desk": "moderator"}) == {"desk": Role.MODERATOR}
    with pytest.raises(BadInput, match=r"'desk' is given the role 'moderater'.*'moderator'"):
        roles_of_groups({"desk": "moderater"})
