"""How many proposals are right, and how many are found: python bench/proposals/run.py [dev|test] [--direct] [--show] [--kind KIND …]

Prints precision and recall for each kind, in all and by language; without --direct also of the links to contacts and deals.
--direct reads the rules alone, else the installed command reads files. --show lists what is wrong; --worlds 51-60 takes only those.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import direct
import whole
import worlds

KINDS = ("next_step", "close_date", "amount", "stage", "closed_lost", "new_contact", "contact_role", "contact_detail")
LINKS = ("contact_link", "deal_link")

Counts = Counter[tuple[str, str, str]]
Made = Mapping[worlds.Value, object]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("part", nargs="?", default="dev")
    asked.add_argument("--direct", action="store_true")
    asked.add_argument("--show", action="store_true")
    asked.add_argument("--kind", action="append")
    asked.add_argument("--worlds", default="0-zzz", help="numbers of worlds, from-to")
    options = asked.parse_args()
    kinds = tuple(options.kind or (KINDS if options.direct else KINDS + LINKS))
    counts: Counts = Counter()
    first, last = (int(number, 36) for number in options.worlds.split("-"))
    for name, world in worlds.load(options.part):
        if first <= int(name.partition("-")[0], 36) <= last:
            _count(_read(name, world, only_rules=options.direct), kinds, counts, show=options.show)
    _print(counts, kinds)


def _read(name: str, world: worlds.World, *, only_rules: bool) -> Iterator[tuple[worlds.Entry, Made, bool]]:
    """Each mail and meeting with what is proposed, and whether it is read at all."""
    from matchers.reading.reader import read

    entries = list(worlds.entries(name, world))
    if only_rules:
        for entry, letter, found in direct.letters(world, entries, read):
            yield entry, direct.proposed(entry, world, found), letter is not None
        return
    filed = whole.filed(name, world, entries)
    addresses = {contact["id"]: contact["email"].lower() for contact in world["contact"]}
    for entry in entries:
        one = filed[entry.id]
        links = {("contact_link", each): "" for each in one.contacts} | {("deal_link", each): "" for each in one.deals}
        made = {_by_address(key, addresses): said for key, said in one.made.items()}
        yield _with_links(entry, one.captured), made | links, one.captured


def _by_address(key: worlds.Value, addresses: dict[str, str]) -> worlds.Value:
    """The command names a contact by its id, the labels by the address."""
    return (key[0], addresses.get(key[1], key[1]), *key[2:]) if key[0] == "contact_detail" else key


def _with_links(entry: worlds.Entry, captured: bool) -> worlds.Entry:
    links = {("contact_link", each) for each in entry.body.get("contacts", ())}
    links |= {("deal_link", each) for each in (entry.body.get("deal"),) if each}
    return entry._replace(expected=entry.expected | (links if captured else set()))


def _count(
    entries: Iterator[tuple[worlds.Entry, Made, bool]], kinds: tuple[str, ...], counts: Counts, *, show: bool
) -> None:
    said: set[tuple[object, worlds.Value]] = set()
    for entry, found, seen in entries:
        deal = entry.body.get("deal")
        made = {key: why for key, why in found.items() if key[0] in kinds}
        wanted = {key for key in entry.expected if key[0] in kinds}
        again = {key for key in made.keys() - wanted if (deal, key) in said}
        said |= {(deal, key) for key in made.keys() & wanted if key[0] not in LINKS}
        for key in (made.keys() | wanted) - again:
            outcome = "right" if key in made and key in wanted else "wrong" if key in made else "missed"
            for language in ("all", entry.language):
                counts[key[0], language, outcome] += 1
            if show and outcome != "right":
                _show(entry, key, outcome, made, left_out=not seen)


def _show(entry: worlds.Entry, key: worlds.Value, outcome: str, made: Made, *, left_out: bool) -> None:
    print(f"\n{outcome.upper()} {entry.world} {entry.id} {' '.join(key)}{' (left out)' if left_out else ''}")
    if key in made:
        why = made[key]
        print(f"    {getattr(why, 'rule', '')}: {getattr(why, 'quote', '')!r}")
        print(f"    note: {entry.body.get('note', '')}")
    elif key[0] not in LINKS:
        quotes = [e["quote"] for e in entry.body.get("expect", []) if worlds.value(e["kind"], e) == key]
        print(f"    {entry.body.get('date', entry.body.get('stamp'))}: {quotes}")


def _print(counts: Counts, kinds: tuple[str, ...]) -> None:
    languages = ("all", *sorted({language for _, language, _ in counts} - {"all"}))
    print(f"\n{'precision / recall':18}" + "".join(f"{name:>22}" for name in languages))
    for kind in kinds:
        print(f"{kind:18}" + "".join(f"{_figures(counts, kind, name):>22}" for name in languages))


def _figures(counts: Counts, kind: str, language: str) -> str:
    right, wrong, missed = (counts[kind, language, outcome] for outcome in ("right", "wrong", "missed"))
    precision = f"{right / (right + wrong):.2f}" if right + wrong else "-"
    recall = f"{right / (right + missed):.2f}" if right + missed else "-"
    return f"{precision}/{recall} ({right}+{missed}-{wrong})"


if __name__ == "__main__":
    main()
