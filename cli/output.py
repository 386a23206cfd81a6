"""The voice of the program: data on stdout, everything else on stderr; tables for people, JSON lines for scripts.

What comes from mail is made harmless before a terminal sees it: control characters and direction marks are shown as a dot.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

_ODD = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "·"),
    **dict.fromkeys((0x061C, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x206A), 0xFEFF), "·"),
}
_WRITTEN = {code: f"\\u{code:04x}" for code in _ODD if code >= 0x7F}
"""As JSON may write them; those below are written so anyway."""


class ReaderGone(Exception):
    """Whoever read our output has seen enough (`repside history | head`)."""


def _write(line: str) -> None:
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError as error:
        _let_go()
        raise ReaderGone from error
    except OSError as error:
        from sync.errors import FixSetup

        _let_go()
        raise FixSetup(why=f"the output cannot be written ({error.strerror})") from error


def _let_go() -> None:
    """Python must not complain once more when it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def emit(rows: Iterable[Mapping[str, object]]) -> None:
    """JSON lines in UTF-8 on stdout, each as soon as it is there. Here too no terminal sees what could steer it."""
    for row in rows:
        _write(json.dumps(row, ensure_ascii=False).translate(_WRITTEN))


def say(text: str = "") -> None:
    """A result for a person, on stdout."""
    _write(harmless(text, keep="\n"))


def note(text: str) -> None:
    """A word beside the result, on stderr."""
    print(harmless(text, keep="\n"), file=sys.stderr)  # noqa: T201 - the voice itself


def harmless(text: str, keep: str = "") -> str:
    """Without control characters and direction marks."""
    return text.translate({code: sign for code, sign in _ODD.items() if chr(code) not in keep})


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Columns in quiet colours on a terminal, plain text otherwise. `right`: heads of columns with numbers."""
    cells = [[harmless(str(cell)) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _rich_table(heads, cells, right)
        return
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    for line in (heads, *cells):
        parts = [
            cell.rjust(width) if head in right else cell.ljust(width)
            for head, cell, width in zip(heads, line, widths, strict=True)
        ]
        _write("  ".join(parts).rstrip())


def _rich_table(heads: Sequence[str], cells: Iterable[Sequence[str]], right: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        drawn.add_column(head, justify="right" if head in right else "left", overflow="fold")
    for line in cells:
        drawn.add_row(*map(Text, line))
    Console().print(drawn)


def coloured(stream_is_terminal: bool, env: Mapping[str, str] = os.environ) -> bool:
    """Whether colours are welcome: on a terminal, unless NO_COLOR says no."""
    return stream_is_terminal and not env.get("NO_COLOR") and env.get("TERM") != "dumb"


def local(seconds: int | None, *, empty: str = "—") -> str:
    """A time in the rep's own zone, to the minute."""
    if seconds is None:
        return empty
    try:
        return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return empty


def count(number: int, one: str, many: str = "") -> str:
    """`1 message`, `1,204 messages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
