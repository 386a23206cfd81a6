"""Many rows at once, at the driver's speed: one prepared statement, plain tuples.

Statements are built from the schema's own names, never from input; values are always bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, text

Row = tuple[Any, ...]


def insert(connection: Connection, table: Table, rows: Sequence[Row], conflict: str = "") -> None:
    """Insert rows that hold every column of the table in its order. `conflict`: what follows `on conflict`."""
    if rows:
        connection.exec_driver_sql(_statement(table, connection.dialect.name, conflict), list(rows))


@cache
def _statement(table: Table, dialect: str, conflict: str) -> str:
    marks = ", ".join(["?" if dialect == "sqlite" else "%s"] * len(table.columns))
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    tail = f" on conflict {conflict}" if conflict else ""
    return f"insert into {table.name} ({names}) values ({marks}){tail}"  # noqa: S608  the schema's names only


def select_in(connection: Connection, statement: str, values: Iterable[Any], **more: object) -> list[Any]:
    """Rows of a statement with `in :values`, asked in parts that every database takes."""
    wanted = list(values)
    found: list[Any] = []
    query = _expanding(statement)
    for start in range(0, len(wanted), 500):
        found.extend(connection.execute(query, {"values": wanted[start : start + 500], **more}))
    return found


def execute_in(connection: Connection, statement: str, values: Iterable[Any], **more: object) -> None:
    """A change with `in :values`, made in parts."""
    wanted = list(values)
    query = _expanding(statement)
    for start in range(0, len(wanted), 500):
        connection.execute(query, {"values": wanted[start : start + 500], **more})


@cache
def _expanding(statement: str) -> Any:
    return text(statement).bindparams(bindparam("values", expanding=True))


def next_ids(connection: Connection, table: Table, count: int) -> range | list[int]:
    """`count` fresh ids. On SQLite the transaction owns the file; PostgreSQL hands them out."""
    if connection.dialect.name == "sqlite":
        top = connection.exec_driver_sql(f"select coalesce(max(id), 0) from {table.name}").scalar_one()  # noqa: S608
        return range(top + 1, top + 1 + count)
    rows = connection.execute(
        text("select nextval(pg_get_serial_sequence(:name, 'id')) from generate_series(1, :count)"),
        {"name": table.name, "count": count},
    )
    return [row[0] for row in rows]
