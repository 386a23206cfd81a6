"""How many proposals are right, and how many are found.

    python bench/proposals/run.py [dev|test] [--direct] [--show] [--kind KIND …]

Each world goes through the installed command, its mail as files; then `repside review` and `repside history` are compared with the
labels. --direct reads the rules alone, without a store, in seconds: for working on them. --show lists what is wrong and what is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import direct
import through
import worlds

KINDS = ("next_step", "close_date", "amount", "stage", "closed_lost", "new_contact", "contact_role", "contact_detail")
Counts = Counter[tuple[str, str, str]]
Found = dict[worlds.Value, tuple[str, str]]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("part", nargs="?", default="dev")
    asked.add_argument("--direct", action="store_true")
    asked.add_argument("--show", action="store_true")
    asked.add_argument("--kind", action="append")
    asked.add_argument("--worlds", default="0-99", help="numbers of worlds, from-to")
    options = asked.parse_args()
    kinds = tuple(options.kind or KINDS)
    counts: Counts = Counter()
    for name, world in worlds.load(options.part):
        entries = list(worlds.entries(name, world))
        found = _alone(world, entries) if options.direct else _whole(world, entries, counts, show=options.show)
        for entry in entries:
            _count(entry, found[entry.id], kinds, counts, show=options.show)
    _print(counts, (*kinds, *(() if options.direct else ("deal link", "contact link"))))


def _alone(world: worlds.World, entries: list[worlds.Entry]) -> dict[str, Found]:
    """What the rules say, by the id of the mail or meeting."""
    from matchers.reading.reader import read

    made = {}
    for entry, _, findings in direct.letters(world, entries, read):
        changes = direct.proposed(entry, world, findings)
        made[entry.id] = {key: (finding.rule, finding.quote) for key, finding in changes.items()}
    return made


def _whole(world: worlds.World, entries: list[worlds.Entry], counts: Counts, *, show: bool) -> dict[str, Found]:
    """What Repside says; its links are counted on the way."""
    outcomes = through.outcomes(world, entries)
    for entry in entries:
        outcome, deal = outcomes[entry.id], entry.body.get("deal", "")
        links = {("deal link", deal)} - {("deal link", "")}, {("deal link", outcome.deal)} - {("deal link", "")}
        people = (
            {("contact link", name) for name in entry.body.get("contacts", [])},
            {("contact link", name) for name in outcome.contacts},
        )
        for wanted, made in (links, people):
            for key in wanted | made:
                result = "right" if key in wanted & made else "wrong" if key in made else "missed"
                _add(counts, key[0], entry.language, result)
                if show and result != "right":
                    print(f"\n{result.upper()} {entry.world} {entry.id} {' '.join(key)}")
    return {name: outcome.proposed for name, outcome in outcomes.items()}


def _count(entry: worlds.Entry, found: Found, kinds: tuple[str, ...], counts: Counts, *, show: bool) -> None:
    made = {key for key in found if key[0] in kinds}
    wanted = {key for key in entry.expected if key[0] in kinds}
    for key in sorted(made | wanted):
        outcome = "right" if key in made & wanted else "wrong" if key in made else "missed"
        _add(counts, key[0], entry.language, outcome)
        if show and outcome != "right":
            _show(entry, key, outcome, found)


def _add(counts: Counts, kind: str, language: str, outcome: str) -> None:
    for name in ("all", language):
        counts[kind, name, outcome] += 1


def _show(entry: worlds.Entry, key: worlds.Value, outcome: str, found: Found) -> None:
    print(f"\n{outcome.upper()} {entry.world} {entry.id} {' '.join(key)}")
    if key in found:
        rule, quote = found[key]
        print(f"    {rule}: {quote!r}")
        print(f"    note: {entry.body.get('note', '')}")
    elif key[0] not in LINKS:
        quotes = [e["quote"] for e in entry.body.get("expect", []) if worlds.value(e["kind"], e) == key]
        print(f"    {entry.body.get('date', entry.body.get('stamp'))}: {quotes}")


def _print(counts: Counts, kinds: tuple[str, ...]) -> None:
    languages = ("all", *sorted({language for _, language, _ in counts} - {"all"}))
    print(f"\n{'precision / recall':18}" + "".join(f"{name:>20}" for name in languages))
    for kind in kinds:
        print(f"{kind:18}" + "".join(f"{_figures(counts, kind, name):>20}" for name in languages))


def _figures(counts: Counts, kind: str, language: str) -> str:
    right, wrong, missed = (counts[kind, language, outcome] for outcome in ("right", "wrong", "missed"))
    precision = f"{right / (right + wrong):.2f}" if right + wrong else "-"
    recall = f"{right / (right + missed):.2f}" if right + missed else "-"
    return f"{precision}/{recall} ({right}+{missed}-{wrong})"


if __name__ == "__main__":
    main()
