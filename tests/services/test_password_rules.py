"""Passwords that are guessed first, and names that read like somebody else's, are refused."""

import pytest

from analysis.domain.account import Role
from analysis.domain.errors import BadInput
from analysis.services.access.accounts import accounts, create_account
from analysis.services.access.password_rules import check_password, shape
from analysis.storage.database import Store


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "P@ssw0rd2024!",
        "pа55word123",  # a Cyrillic letter in it
        "qwertyuiop12",
        "0123456789",
        "aaaaaaaaaaaaaaa",
        "adalovelace1",
        "moderato2026",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(BadInput, match="too easy to guess") as refusal:
        check_password(password, name="ada.lovelace")
    assert password not in str(refusal.value)


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "grüne Straßenbahn um vier", "kX9!vQ2#pL", "塩の道を歩く猫と犬と鳥"],
)
def test_near_misses_are_passwords(password: str) -> None:
    check_password(password, name="ada.lovelace")


@pytest.mark.parametrize(("password", "message"), [("short", "at least 10"), ("x" * 1001, "1,000")])
def test_length_has_two_ends(password: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        check_password(password, name="ada")


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("ada", "аdа", True),  # Cyrillic
        ("ada", "Ada", True),
        ("paul", "pau1", True),
        ("Ian", "lan", True),
        ("bob", "b0b", True),
        ("arne", "ame", True),
        ("ada", "ada ", True),
        ("ada", "ａｄａ", True),
        ("ada", "ida", False),
        ("ada", "ada2", False),
        ("björn", "bernd", False),
    ],
)
def test_two_names_read_the_same(name: str, other: str, same: bool) -> None:
    assert (shape(name) == shape(other)) is same


def test_an_account_that_reads_like_another_is_refused(sqlite_store: Store) -> None:
    create_account(sqlite_store, "ada", "correct horse battery", Role.ADMIN)
    with pytest.raises(BadInput, match="reads like that of 'ada'"):
        create_account(sqlite_store, "аda", "correct horse battery", Role.MODERATOR, person="ada")
    assert len(accounts(sqlite_store)) == 1
