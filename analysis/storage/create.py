"""Make the whole schema at once from the tables; what the migrations must add up to."""

from __future__ import annotations

from sqlalchemy import Connection

from analysis.storage.guards import statements
from analysis.storage.tables import Table


def create_all(connection: Connection) -> None:
    """Tables, indexes, guards and search index in an empty database."""
    Table.metadata.create_all(connection)
    for statement in statements(connection.dialect.name):
        execute_plain(connection, statement)


def execute_plain(connection: Connection, statement: str) -> None:
    """Run a statement that has no parameters, percent signs and all."""
    doubled = connection.dialect.name == "postgresql"
    connection.exec_driver_sql(statement.replace("%", "%%") if doubled else statement)
