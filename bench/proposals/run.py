"""How many proposals are right, and how many are found: python bench/proposals/run.py [dev|test] [--direct] [--show] [--kind KIND …] [--worlds 51-60]

Prints precision and recall for each kind, in all and by language. --direct reads the rules alone; --show lists what is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import direct
import worlds

KINDS = ("next_step", "close_date", "amount", "stage", "closed_lost", "new_contact", "contact_role", "contact_detail")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("part", nargs="?", default="dev")
    asked.add_argument("--direct", action="store_true")
    asked.add_argument("--show", action="store_true")
    asked.add_argument("--kind", action="append")
    asked.add_argument("--worlds", default="0-99", help="numbers of worlds, from-to")
    options = asked.parse_args()
    kinds = tuple(options.kind or KINDS)
    counts: Counter[tuple[str, str, str]] = Counter()
    first, last = map(int, options.worlds.split("-"))
    for name, world in worlds.load(options.part):
        if first <= int(name.partition("-")[0]) <= last:
            _count(name, world, kinds, counts, show=options.show)
    _print(counts, kinds)


def _count(
    name: str, world: worlds.World, kinds: tuple[str, ...], counts: Counter[tuple[str, str, str]], *, show: bool
) -> None:
    from matchers.reading.reader import read

    entries = list(worlds.entries(name, world))
    said: set[tuple[object, worlds.Value]] = set()
    for entry, letter, found in direct.letters(world, entries, read):
        made = {key: finding for key, finding in direct.proposed(entry, world, found).items() if key[0] in kinds}
        wanted = {key for key in entry.expected if key[0] in kinds}
        again = {key for key in made.keys() - wanted if (entry.body.get("deal"), key) in said}
        said |= {(entry.body.get("deal"), key) for key in made.keys() & wanted}
        for key in (made.keys() | wanted) - again:
            outcome = "right" if key in made and key in wanted else "wrong" if key in made else "missed"
            for language in ("all", entry.language):
                counts[key[0], language, outcome] += 1
            if show and outcome != "right":
                _show(entry, key, outcome, made, letter is None)


def _show(entry: worlds.Entry, key: worlds.Value, outcome: str, made: dict, left_out: bool) -> None:  # type: ignore[type-arg]
    print(f"\n{outcome.upper()} {entry.world} {entry.id} {' '.join(key)}{' (left out)' if left_out else ''}")
    if key in made:
        print(f"    {made[key].rule}: {made[key].quote!r}")
        print(f"    note: {entry.body.get('note', '')}")
    else:
        quotes = [e["quote"] for e in entry.body.get("expect", []) if worlds.value(e["kind"], e) == key]
        print(f"    {entry.body.get('date', entry.body.get('stamp'))}: {quotes}")


def _print(counts: Counter[tuple[str, str, str]], kinds: tuple[str, ...]) -> None:
    languages = ("all", *sorted({language for _, language, _ in counts} - {"all"}))
    print(f"\n{'precision / recall':18}" + "".join(f"{name:>18}" for name in languages))
    for kind in kinds:
        print(f"{kind:18}" + "".join(f"{_figures(counts, kind, name):>18}" for name in languages))


def _figures(counts: Counter[tuple[str, str, str]], kind: str, language: str) -> str:
    right, wrong, missed = (counts[kind, language, outcome] for outcome in ("right", "wrong", "missed"))
    precision = f"{right / (right + wrong):.2f}" if right + wrong else "-"
    recall = f"{right / (right + missed):.2f}" if right + missed else "-"
    return f"{precision}/{recall} ({right}+{missed}-{wrong})"


if __name__ == "__main__":
    main()
