"""A statement that is composed once and then run as often as wanted: to compose and compile it anew would cost more than SQLite needs
to answer it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, TextClause

from store import bulk


class _Form(NamedTuple):
    """As a driver takes it: the query, its parameters' names in their order (None: by name), the values that the statement has itself."""

    query: str
    names: Sequence[str] | None
    own: Mapping[str, Any]
    lists: bool
    """It has a list of values of its own, which is spelled out anew each time."""


class Ready:
    """A select whose parameters are single values, by name. One of these may be used by several threads."""

    def __init__(self, statement: Select[Any] | TextClause) -> None:
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows. `values` may name more than the statement has."""
        form = self._forms.get(connection.dialect.name) or self._form(connection)
        if form.lists:
            return connection.execute(self._statement, dict(values)).all()
        given = {**form.own, **values}
        parameters = given if form.names is None else tuple([given[name] for name in form.names])
        return bulk.tuples(connection, form.query, parameters)

    def _form(self, connection: Connection) -> _Form:
        compiled: Any = self._statement.compile(dialect=connection.dialect)
        form = _Form(str(compiled), compiled.positiontup, compiled.params, bool(compiled.post_compile_params))
        self._forms[connection.dialect.name] = form
        return form
