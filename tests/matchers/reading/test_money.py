from __future__ import annotations

import pytest

from matchers.reading import money, text

AMOUNTS = """45 k€ = 45000.00 EUR
1.250.000,50 EUR = 1250000.50 EUR
$1.2M = 1200000.00
US$ 36.500 = 36500.00 USD
CAD 203,650 = 203650.00 CAD
£12,500 = 12500.00 GBP
£ 51,412.00 = 51412.00 GBP
54 900 $ avant taxes = 54900.00
12k/yr for 3 years = 36000.00
$34,400/yr for 3 years = 103200.00
9 800 € HT par an pour une durée ferme de 3 ans = 29400.00 EUR
29.400 Euro netto pro Jahr bei einer Laufzeit von 3 Jahren = 88200.00 EUR
1.500 € al mes durante 24 meses = 36000.00 EUR
3 x 4.000 € = 12000.00 EUR
1,2 Mio. Euro = 1200000.00 EUR
45 TEUR = 45000.00 EUR
CHF 45'000.- = 45000.00 CHF
185'000 Franken = 185000.00 CHF
34.500 euros más IVA = 34500.00 EUR
1 250 000 € = 1250000.00 EUR
€81,750.00 = 81750.00 EUR
125.000 netto = 125000.00
60 k = 60000.00
48,5 k€ = 48500.00 EUR"""
NO_AMOUNTS = """between $150K and $240K
£42-45k
41 bis 43 T€
rund 46.800 Euro
environ 40 000 €
unos 40.000 €
$19-21K
12.000 € por año
420 € das Stück
CHF 2.50/h
£15 per meter
mehr als 40.000 Euro"""
NOT_MONEY = "2026-0114|Q-2026-0391|20260412|36 months|01904 555 0142|+49 30 555 0188|net 60|week 16|in 2026|12.03.2026"


@pytest.mark.parametrize("row", AMOUNTS.split("\n"))
def test_an_amount(row: str) -> None:
    words, _, expected = row.rpartition(" = ")
    found = money.find(text.level(words))[0]
    assert f"{found.text} {found.currency}".strip() == expected


@pytest.mark.parametrize("words", NO_AMOUNTS.split("\n"))
def test_a_range_an_estimate_or_a_rate_is_no_amount(words: str) -> None:
    assert [found.amount for found in money.find(text.level(words)) if found.amount is not None] == []


@pytest.mark.parametrize("words", NOT_MONEY.split("|"))
def test_a_number_that_is_no_money(words: str) -> None:
    assert money.find(text.level(words)) == []
