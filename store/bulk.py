"""Many rows at once, at the driver's speed: one prepared statement, plain tuples.

Statements are built from the schema's own names, never from input; values are always bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, TextClause, text

Row = tuple[Any, ...]

SIZES = (1, 25, 100, 500)
"""Values of one statement. Pages of Gmail and Outlook hold a hundred items, those of the view fifty."""
_NAME = re.compile(r":(\w+)")


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
    found: list[Any] = []
    for query, parameters in _parts(connection, statement, values, more):
        found += connection.exec_driver_sql(query, parameters).all()
    return found


def tuples_in(connection: Connection, statement: str, values: Iterable[Any], **more: object) -> list[Row]:
    """As select_in, for some hundred rows: plain tuples cost half of what rows with names cost."""
    found: list[Row] = []
    for query, parameters in _parts(connection, statement, values, more):
        found += tuples(connection, query, parameters)
    return found


def tuples(connection: Connection, query: str, parameters: Any) -> list[Row]:
    """The rows of a query in the driver's form, as the driver gives them. Its errors are mapped like those of SQLAlchemy."""
    cursor: Any = connection.exec_driver_sql(query, parameters).cursor
    rows: list[Row] = cursor.fetchall()
    return rows


def execute_in(connection: Connection, statement: str, values: Iterable[Any], **more: object) -> None:
    """A change with `in :values`, made in parts."""
    for query, parameters in _parts(connection, statement, values, more):
        connection.exec_driver_sql(query, parameters)


def _parts(
    connection: Connection, statement: str, values: Iterable[Any], more: dict[str, object]
) -> Iterator[tuple[str, Row]]:
    """The statement as the driver takes it, and its parameters. To expand `in` anew each time would cost more than to run it."""
    wanted = list(values)
    sqlite = connection.dialect.name == "sqlite"
    for start in range(0, len(wanted), SIZES[-1]):
        part = wanted[start : start + SIZES[-1]]
        size = next(size for size in SIZES if size >= len(part)) if sqlite else 0
        part += part[-1:] * (size - len(part))  # named twice, found once; few sizes are few statements to prepare
        query, names = _in_driver_form(statement, size)
        given: Iterable[Sequence[object]] = (
            (part if sqlite else [part]) if name == "values" else [more[name]] for name in names
        )
        yield query, tuple(chain.from_iterable(given))


@cache
def _in_driver_form(statement: str, size: int) -> tuple[str, list[str]]:
    """Query and the names of its parameters in their order. Without a size all values are one array, as PostgreSQL takes it."""
    names = _NAME.findall(statement)
    if not size:
        return _NAME.sub("%s", statement.replace("%", "%%").replace("in :values", "= any(:values)")), names
    return _NAME.sub("?", statement.replace(":values", f"({', '.join('?' * size)})")), names


def next_ids(connection: Connection, table: Table, count: int) -> range | list[int]:
    """`count` fresh ids, never one that was spent before. On SQLite the transaction owns the file; PostgreSQL hands them out."""
    if connection.dialect.name == "sqlite":
        top = connection.execute(_top(table.name)).scalar_one()
        return range(top + 1, top + 1 + count)
    rows = connection.execute(
        text("select nextval(pg_get_serial_sequence(:name, 'id')) from generate_series(1, :count)"),
        {"name": table.name, "count": count},
    )
    return [row[0] for row in rows]


def spend_ids(connection: Connection, table: Table) -> None:
    """To be called before rows are erased: what outlives them (a conversation's number, a page that the rep has open) must not
    mean another row later. PostgreSQL's sequences never go back."""
    if connection.dialect.name == "sqlite":
        connection.execute(_SPEND, {"name": f"spent {table.name}", "top": connection.scalar(_top(table.name))})


@cache
def _top(table: str) -> TextClause:
    """The highest id that is or was given away."""
    return text(
        f"""select max(coalesce((select max(id) from {table}), 0),
              coalesce((select cast(value as integer) from facts where name = 'spent {table}'), 0))"""  # noqa: S608
    )


_SPEND = text(
    "insert into facts (name, value) values (:name, :top) on conflict (name) do update set value = excluded.value"
)
