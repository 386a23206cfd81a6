"""A store that several threads and processes write by turns: each transaction waits for its own, and may be refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection

from store.database import Database


class Turns(Database):
    """The same store, over the same connections. `turn` owns it for writing, or raises what forbids to write.

    Nothing may ask for a transaction inside another one: the second turn would never come.
    """

    def __init__(self, database: Database, turn: Callable[[], AbstractContextManager[None]]) -> None:
        super().__init__(database.url, database.engine, database.path, read_only=database.read_only)
        self._owned = database
        self._turn = turn

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, in a turn of its own."""
        with self._turn(), self._owned.write() as connection:
            yield connection
