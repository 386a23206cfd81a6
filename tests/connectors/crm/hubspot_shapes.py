"""What an account of the HubSpot fake has from the start, and the shape of its refusals."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.connectors.crm.faulty import said

LABELS = {"Decision maker": 31, "Champion": 33, "Legal contact": 35}
PIPELINES = {
    "results": [
        {"id": "default", "label": "Sales", "displayOrder": 0, "stages": [
            {"id": f"s{n}", "label": label, "displayOrder": n, "metadata": {"isClosed": closed, "probability": chance}}
            for n, (label, closed, chance) in reversed(list(enumerate([
                ("Qualified", "false", "0.2"), ("Offer sent", "false", "0.4"), ("Contract", "false", "0.9"),
                ("Won", "true", "1.0"), ("Lost", "true", "0.0"),
            ])))
        ]},
        {"id": "renewal", "label": "Renewals", "displayOrder": 1, "stages": [
            {"id": "r1", "label": "Qualified", "displayOrder": 0, "metadata": {"isClosed": "false", "probability": "0.2"}},
        ]},
    ]
}  # fmt: skip


class Refusal(Exception):
    """Ends a request with HubSpot's one error body."""

    def __init__(self, status: int, category: str, message: str = "no") -> None:
        body = {"status": "error", "message": message, "correlationId": "c0ffee", "category": category}
        self.answer = said(status, body)
        super().__init__(status)


@dataclass
class Stored:
    """One record."""

    id: str
    properties: dict[str, str | None]
    history: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    archived: str = ""
    into: str = ""
