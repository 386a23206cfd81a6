"""What a letter says of people: who joins, what somebody does in the purchase, new numbers, titles and addresses."""

from __future__ import annotations

from matchers.reading import cards, joining, parts, stated
from matchers.reading.names import is_shared
from matchers.reading.scene import Scene, Subject
from sync.model import Finding, Letter


def find(letter: Letter) -> list[Finding]:
    """The findings of kinds new_contact, contact_role and contact_detail. The rep's own side and desks give none."""
    if letter.own or not letter.author.address or is_shared(letter.author.address):
        return []
    scene = Scene(letter)
    if scene.away or not scene.author.outside:
        return []
    details = stated.find(scene)
    details += _signed(
        scene, {finding.value["field"] for finding in details if finding.value["address"] == scene.author.address}
    )
    found = [*details, *parts.find(scene)]
    return [*found, *joining.find(scene, found)]


def _signed(scene: Scene, known: set[str]) -> list[Finding]:
    """What the author's own card says, beside what the text states."""
    letter = scene.letter
    if letter.kind == "meeting":
        return []
    card = cards.read(letter.text, letter.signature, scene.author)
    author = Subject(scene.author, scene.author.name)
    found = []
    if card.phone and "phone" not in known:
        finding = stated.detail(author, "phone", card.phone, card.phone_quote, "signature-phone")
        if card.others:
            finding.value["others"] = "; ".join(card.others)
        found.append(finding)
    if card.title and "title" not in known:
        found.append(stated.detail(author, "title", card.title, card.title_quote, "signature-title"))
    return found
