"""One history from one seed: steps of the world, of the network, of the disk, of the clock and of the rep, then peace.

After each step the checker looks at the store; after the last fault two rounds must bring store and mailboxes to agree.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

from connectors.memory import Script
from connectors.wire.tables import DealRow
from sync.errors import BrokenAnswer, DiskFull, Offline, ProviderBusy, SignIn, StartOver
from tests.simulation.checker import Checker
from tests.simulation.machine import Killed, Machine
from tests.simulation.people import CID, DEE, LATER, START, WORDS, Entry, Item
from tests.simulation.world import Copy, World

DAY = 86_400
ROUNDS = 2
"""After the last fault."""
_NETWORK: tuple[Callable[[], Exception], ...] = (
    lambda: Offline(host="mail.example", why="it did not answer"),
    lambda: ProviderBusy(host="mail.example", retry_after=5),
    lambda: BrokenAnswer(host="mail.example", why="it broke off"),
    lambda: StartOver(stream="a folder"),
    lambda: SignIn(account="a"),
)
_EXCLUSIONS = (
    ("address", CID),
    ("address", DEE),
    ("domain", "moor.example"),
    ("domain", "acme.example"),
    ("word", WORDS[3]),
    ("folder", "Archive"),
)


class Schedule:
    """Plays one seed. `log` tells what happened; equal seeds tell the same."""

    def __init__(self, seed: int, empty: Path, folder: Path) -> None:
        self.random = Random(seed)
        self.log: list[str] = []
        self.counts = Counter[str]()
        self.world = World(self.random)
        for entry in START:
            self.world.known.learn(entry)
        path = folder / "store.db"
        shutil.copy(empty, path)
        self.machine = Machine(path, self.world)
        self.checker = Checker(path, self.world)
        self.oldest_first = (
            self.random.random() < 0.3
        )  # a provider's habit: a cursor written in one order is read in it
        self.tombstones = self.random.random() < 0.7
        self.weights = _weights(seed)

    def play(self) -> str:
        """The whole schedule. Returns the log's digest; raises AssertionError where a promise is broken."""
        try:
            self._deliver()
            for _ in range(self.random.randint(8, 16)):
                self._step()
            self._peace()
        finally:
            self.counts["kills"] += self.machine.kills
            self.checker.close()
            self.machine.close()
            self.machine.path.unlink()
        return sha256("\n".join(self.log).encode()).hexdigest()

    def _step(self) -> None:
        verb = self.random.choices(list(self.weights), list(self.weights.values()))[0]
        self.counts[f"step {verb.__name__.strip('_')}"] += 1
        self.machine.clock.at += self.random.choice((1, 7, 60, 600))
        self.log.append(f"{verb.__name__.strip('_')} {verb(self) or ''}")
        self.counts["steps"] += 1
        self.checker.look()

    def _deliver(self) -> str:
        for _ in range(self.random.randint(1, 4)):
            draw = self.random.random()
            meetings = [item for item in self.world.items if item.form == "meeting"]
            calendars = self.world.places(calendar=True)
            if draw < 0.15 and calendars:
                self.world.put(self.random.choice(calendars), Copy(self.world.meeting()))
            elif draw < 0.3 and meetings:
                self._arrive(self.world.invitation(self.random.choice(meetings)))
            else:
                self._arrive(self.world.mail())
        return str(self.world.count)

    def _arrive(self, item: Item) -> None:
        self.world.put(self.random.choice(self.world.places()), Copy(item))

    def _copy(self) -> str:
        return self._spread(move=False)

    def _move(self) -> str:
        return self._spread(move=True)

    def _spread(self, *, move: bool) -> str:
        keys = self.world.live(calendar=False)
        if not keys:
            return ""
        key = self.random.choice(keys)
        item = self.world.copies[key].item
        rewritten = item.form == "mail" and self.random.random() < 0.15
        place = self.random.choice(self.world.places())
        if move and self.random.random() < 0.5:  # servers tell the two halves of a move in either order
            self.world.take(key)
            return self.world.put(place, Copy(item, rewritten=rewritten))
        id = self.world.put(place, Copy(item, rewritten=rewritten))
        if move:
            self.world.take(key)
        return id

    def _delete(self) -> str:
        keys = self.world.live()
        gone = self.random.sample(keys, min(len(keys), self.random.randint(1, 3)))
        for key in gone:
            self.world.take(key)
        return str(len(gone))

    def _flag(self) -> str:
        keys = self.world.live(calendar=False)
        if not keys:
            return ""
        key = self.random.choice(keys)
        copy = self.world.copies[key]
        copy.flag = "" if copy.flag else self.random.choice(("draft", "spam", "trash"))
        self.world.show(key)
        return f"{key[2]} {copy.flag}"

    def _edit(self) -> str:
        """The organizer changes a meeting: its version goes up, it becomes private or public, it is called off."""
        keys = self.world.live(calendar=True)
        if not keys:
            return ""
        item = self.world.copies[self.random.choice(keys)].item
        item.sequence += self.random.choice((0, 1))
        item.stamp += 10
        what = self.random.choice(("time", "private", "cancelled", "fewer"))
        if what == "time":
            item.when += 3600
        elif what == "private":
            item.signals ^= {"private"}
        elif what == "cancelled":
            item.cancelled = not item.cancelled
            self.world.cancelled.add(item.uid)
        else:
            item.occurrences = item.occurrences[:2]
        for key in keys:
            if self.world.copies[key].item is item:
                self.world.show(key)
        return f"{item.uid} {what}"

    def _expire(self) -> str:
        place = self.random.choice([*self.world.places(), *self.world.places(calendar=True)])
        if self.random.random() < 0.2:
            self.world.forget_mailbox(place)
        else:
            self.world.boxes[place[0]].expire_cursors(place[1])
        return "/".join(place)

    def _clock(self) -> str:
        jump = self.random.choice((-DAY, -3600, 3600, 8 * 3600, DAY, 8 * DAY, 3650 * DAY))
        self.machine.clock.at += jump
        return str(jump)

    def _spoil(self) -> str:
        """Some items cannot be read for now."""
        keys = self.world.live()
        spoilt = {key[2] for key in self.random.sample(keys, min(len(keys), 2))}
        self.world.bad = spoilt
        self.world.ever_bad |= spoilt
        return " ".join(sorted(spoilt))

    def _sync(self) -> str:
        """A round of one account, on a good day or a bad one."""
        account = self.random.choice(list(self.world.boxes))
        self._arm()
        script = Script(
            reject=self.world.bad if self.random.random() < 0.7 else (),
            unreadable=self.world.bad if self.random.random() < 0.3 else (),
            vanish=self._vanishing(account),
            outside=self.world.outside_window(account),
            repeat=self.random.random() < 0.2,
            shuffle=Random(self.random.random()) if self.random.random() < 0.4 else None,
            oldest_first=self.oldest_first,
            tombstones=self.tombstones,
        )
        outcome = self.machine.round(account, script, self.random.randint(1, 9))
        self.machine.pulse.calm()
        self.counts["rounds"] += 1
        return f"{account} {outcome}"

    def _vanishing(self, account: str) -> list[str]:
        """Deleted in the moment before they are fetched."""
        ids = [key[2] for key in self.world.live() if key[0] == account]
        return self.random.sample(ids, min(len(ids), 1)) if self.random.random() < 0.1 else []

    def _arm(self) -> None:
        draw = self.random.random()
        if draw < 0.25:
            self.machine.pulse.arm(self.random.randint(0, 25), ("request", "before", "after"), Killed)
        elif draw < 0.4:
            self.machine.pulse.arm(self.random.randint(0, 12), ("request",), self.random.choice(_NETWORK))
        elif draw < 0.5:
            self.machine.pulse.arm(self.random.randint(0, 6), ("before",), lambda: DiskFull(path="the store"))

    def _poison(self) -> str:
        """The same text ends the process again and again."""
        account = self.random.choice(list(self.world.boxes))
        self.world.ever_bad |= {key[2] for key in self.world.live()}
        for _ in range(self.random.randint(2, 4)):
            self.machine.pulse.arm(self.random.choice((1, 2, 3)), ("request",), Killed)
            script = Script(
                outside=self.world.outside_window(account), oldest_first=self.oldest_first, tombstones=self.tombstones
            )
            self.log.append(self.machine.round(account, script, 4))
        self.machine.pulse.calm()
        return account

    def _contact(self) -> str:
        entry = self.random.choice(LATER)
        if entry.id in self.world.known.addresses and self.random.random() < 0.5:  # the old address is dropped
            entry = Entry(entry.id, f"new.{entry.id}@elsewhere.example")
        self._maybe_die()
        self.machine.learn(entry)
        return entry.address

    def _deal(self) -> str:
        number = self.random.randint(1, 3)
        people = self.random.sample([entry.id for entry in LATER[:3]] + ["c1"], 2)
        row = DealRow(
            1,
            f"d{number}",
            f"Deal {number}",
            company=self.random.choice(("Acme", "Moor", "")),
            status=self.random.choice(("open", "open", "won")),
            contacts=tuple((who, "") for who in people),
        )
        self._maybe_die()
        self.machine.deal(row)
        return f"{row.id} {row.status}"

    def _exclude(self) -> str:
        kind, value = self.random.choice(_EXCLUSIONS)
        self._maybe_die()
        self.machine.exclude(kind, value)
        return f"{kind} {value}"

    def _include(self) -> str:
        if not self.world.known.excluded:
            return ""
        kind, value = self.random.choice(sorted(self.world.known.excluded))
        self._maybe_die()
        self.machine.include(kind, value)
        return f"{kind} {value}"

    def _maybe_die(self) -> None:
        if self.random.random() < 0.2:
            self.machine.pulse.arm(0, (self.random.choice(("before", "after")),), Killed)

    def _peace(self) -> None:
        """No more faults. Two rounds; then nothing is left to do."""
        self.machine.pulse.calm()
        self.world.bad = set()
        for _ in range(ROUNDS):
            self._calm_round()
        self.checker.look()
        if self.checker.retry(self.world.ever_bad):  # set aside three times: only the rep's word brings them back
            self._calm_round()
        self.checker.agree()
        before = self.checker.version()
        requests = self._calm_round()
        assert {verb for verb, *_ in requests} <= {"streams", "changes", "census"}, (
            f"a quiet round reads nothing: {requests}"
        )
        assert self.checker.version() == before, "a quiet round writes nothing"

    def _calm_round(self) -> list[tuple[str, ...]]:
        requests: list[tuple[str, ...]] = []
        for account in self.world.boxes:
            script = Script(
                outside=self.world.outside_window(account), oldest_first=self.oldest_first, tombstones=self.tombstones
            )
            self.log.append(f"calm {account} {self.machine.round(account, script, 5, requests)}")
        return requests


_STEPS: tuple[tuple[Callable[[Schedule], str], int], ...] = (
    (Schedule._deliver, 6),
    (Schedule._copy, 2),
    (Schedule._move, 3),
    (Schedule._delete, 2),
    (Schedule._flag, 2),
    (Schedule._edit, 2),
    (Schedule._expire, 2),
    (Schedule._clock, 2),
    (Schedule._spoil, 1),
    (Schedule._sync, 14),
    (Schedule._poison, 1),
    (Schedule._contact, 2),
    (Schedule._deal, 1),
    (Schedule._exclude, 2),
    (Schedule._include, 2),
)
FLAVOURED = 100_000
"""Seeds from here on favour some steps: what meets rarely in a plain history meets often in these."""
_FAVOURED: tuple[tuple[Callable[[Schedule], str], ...], ...] = (
    (Schedule._contact, Schedule._exclude, Schedule._include),  # late matching, and what is kept out
    (Schedule._edit, Schedule._expire, Schedule._deliver),  # versions of meetings, streams that are started over
    (Schedule._spoil, Schedule._poison, Schedule._flag),  # what cannot be read, and flags that come and go
    (Schedule._move, Schedule._delete, Schedule._copy),  # copies, and snapshots that lack some
)


def _weights(seed: int) -> dict[Callable[[Schedule], str], int]:
    """How likely each kind of step is in this seed's history."""
    favoured = _FAVOURED[seed % len(_FAVOURED)] if seed >= FLAVOURED else ()
    return {verb: weight + 6 * (verb in favoured) for verb, weight in _STEPS}
