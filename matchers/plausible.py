"""Whether a sum that a customer accepts may be the price of this deal: one far from the record's is a part, or another purchase.

A mail says "the 5,000 for the training are approved" as readily as "the 48,000 are approved". A term of five years makes five of a
yearly price, so that the way up is longer than the way down. Our own offers are not asked: their total is the price.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

LEAST, MOST = Decimal("0.4"), Decimal(5)
"""Of the amount on record. Of 181 accepted sums and offers in the labelled set one was outside."""
PLACEHOLDER = Decimal(100)
"""What stands on record below it was put in to fill a field, and says nothing."""


def of_deal(rule: str, amount: str, record: str) -> bool:
    """Decimals as text; `record` may be empty. `rule` is the finding's."""
    if rule != "amount.accepted":
        return True
    try:
        known, number = Decimal(record or 0), Decimal(amount)
    except InvalidOperation:
        return True
    return known < PLACEHOLDER or known * LEAST <= number <= known * MOST
