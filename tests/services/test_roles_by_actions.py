"""Whoever's role does not cover an act is refused before anything is looked at, let alone done.

The acts are read out of the services: every public function that asks for a permission itself.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import MagicMock

import pytest
import sqlalchemy as sa

from analysis.domain.account import PERMISSIONS, Permission, Role
from analysis.domain.errors import NotAllowed
from analysis.services.access.accounts import create_account
from analysis.storage.database import Store
from analysis.storage.tables import Table

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "analysis" / "services"
LEAVES_A_TRACE = {"audit_event", "chain_link"}
"""Tables that a refusal is noted in."""


@dataclass(frozen=True, slots=True)
class Act:
    """A public function of the services, and the permissions that it asks for by itself."""

    module: str
    name: str
    permissions: frozenset[Permission]


def _acts() -> Iterator[Act]:
    for path in sorted(SERVICES.rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
                if (asked := frozenset(_asked(node))) and {"store", "person"} <= names:
                    yield Act(module, node.name, asked)


def _asked(function: ast.FunctionDef) -> Iterator[Permission]:
    for node in ast.walk(function):
        match node:
            case ast.Call(
                func=ast.Name("require"),
                args=[_, _, ast.Attribute(value=ast.Name("Permission"), attr=name)],
            ):
                yield Permission[name]


def _call(act: Act, store: Store, person: str) -> None:
    """Call it with arguments of which none is what it expects."""
    function = getattr(importlib.import_module(act.module), act.name)
    given = {"store": store, "person": person}
    for name, parameter in inspect.signature(function).parameters.items():
        needed = parameter.default is inspect.Parameter.empty
        if needed and name not in given and parameter.kind is not parameter.VAR_POSITIONAL:
            given[name] = MagicMock()
    answer = function(**given)
    if inspect.isgenerator(answer):
        next(answer, None)


def _rows(store: Store) -> dict[str, int]:
    with store.engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Table.metadata.sorted_tables
            if table.name not in LEAVES_A_TRACE
        }


@pytest.mark.parametrize("role", [*Role, None])
def test_what_a_role_does_not_cover_is_refused(sqlite_store: Store, role: Role | None) -> None:
    create_account(sqlite_store, "boss", None, Role.ADMIN)
    if role not in (None, Role.ADMIN):
        create_account(sqlite_store, "somebody", None, role, person="boss")
    person = {None: "stranger", Role.ADMIN: "boss"}.get(role, "somebody")
    covered = PERMISSIONS[role] if role else frozenset()
    before = _rows(sqlite_store)
    acts = list(_acts())
    refused = [act for act in acts if not act.permissions & covered]
    for act in refused:
        with pytest.raises(NotAllowed):
            _call(act, sqlite_store, person)
    assert _rows(sqlite_store) == before
    assert len(acts) > 50
    assert role is not None or refused == acts
