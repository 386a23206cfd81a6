"""What reading costs: microseconds of processor time a mail, over the labelled mails and over ordinary ones without any news.

python bench/proposals/cost.py [ROUNDS]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import direct
import worlds

from matchers.reading.reader import read
from sync.model import Letter


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    letters = []
    for name, world in worlds.load("dev"):
        found = direct.letters(world, list(worlds.entries(name, world)), read)
        letters += [(letter, bool(findings)) for _, letter, findings in found if letter is not None]
    for title, chosen in (("all", letters), ("nothing found", [each for each in letters if not each[1]])):
        costs = [_cost(letter, rounds) for letter, _ in chosen]
        size = mean(len(letter.text) for letter, _ in chosen)
        print(
            f"{title}: {len(costs)} letters of {size:.0f} characters, mean {mean(costs):.0f} µs, "
            f"median {median(costs):.0f} µs, most {max(costs):.0f} µs"
        )
    for title, text in _hostile().items():
        letter = letters[0][0]._replace(text=text)
        print(f"{title}, {len(text):,} characters: {_cost(letter, 1) / 1000:.1f} ms")


def _cost(letter: Letter, rounds: int) -> float:
    """The least of some rounds, in microseconds."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time_ns()
        read(letter)
        least = min(least, (time.process_time_ns() - start) / 1000)
    return least


def _hostile() -> dict[str, str]:
    return {
        "one line of words": "we will send the order on 12 March and " * 5_000,
        "dates": "12.03.2026 " * 20_000,
        "sums": "1.000.000,00 EUR " * 12_000,
        "blanks": " " * 200_000 + "12 March",
        "dots": "total ." + ". " * 100_000 + "€ 5",
        "commas": "a, " * 60_000 + "12 March",
        "brackets": "(" * 200_000 + "12 March",
        "short lines": "12 March\n" * 20_000,
    }


if __name__ == "__main__":
    main()
