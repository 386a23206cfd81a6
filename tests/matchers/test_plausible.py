from __future__ import annotations

import pytest

from matchers.plausible import of_deal


@pytest.mark.parametrize(
    ("amount", "record", "may"),
    [
        ("48000.00", "52000.00", True),
        ("20800.00", "52000.00", True),
        ("20799.99", "52000.00", False),
        ("260000", "52000.00", True),
        ("260000.01", "52000.00", False),
        ("5200", "", True),
        ("5200", "0", True),
        ("5200", "1.00", True),
        ("5200", "to be agreed", True),
    ],
)
def test_a_sum_far_from_the_record_is_no_price_of_this_deal(amount: str, record: str, may: bool) -> None:
    assert of_deal("amount.accepted", amount, record) is may


def test_the_total_of_our_offer_is_whatever_it_is() -> None:
    assert of_deal("amount.offer_total", "5200", "52000")
