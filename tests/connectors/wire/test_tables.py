from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.wire import cells, tables
from connectors.wire.tables import BadRow, ContactRow, DealRow


def text(*lines: str) -> bytes:
    return "\r\n".join([*lines, ""]).encode()


class TestContacts:
    def test_all_columns_in_any_order_and_case(self) -> None:
        raw = text(
            "Phone,TITLE,domain,Company,Other Emails,E-Mail,name,ID",
            '+49 30 1,CEO,https://www.acme.example/about,Acme,"a@acme.example; b@acme.example",Jane@ACME.example,Jane Doe,c1',
        )
        assert tables.contacts(raw).rows == [
            ContactRow(
                2,
                "c1",
                "Jane Doe",
                "jane@acme.example",
                ("a@acme.example", "b@acme.example"),
                "Acme",
                "acme.example",
                "CEO",
                "+49 30 1",
            )
        ]

    def test_missing_columns_are_empty(self) -> None:
        assert tables.contacts(text("email", "a@example.com")).rows == [
            ContactRow(2, "a@example.com", "", "a@example.com")
        ]

    @pytest.mark.parametrize("separator", [";", ",", "|"])
    def test_separators_of_other_addresses(self, separator: str) -> None:
        raw = text("name,other_emails", f'A,"a@x.example{separator} b@x.example{separator}a@x.example{separator}"')
        assert tables.contacts(raw).rows[0].other_emails == ("a@x.example", "b@x.example")

    def test_ids_are_made_once_and_stay(self) -> None:
        raw = text("name,email", "Jane Doe,", "John,john@x.example")
        ids = [row.id for row in tables.contacts(raw).rows]
        assert ids == ["jane-doe", "john@x.example"] == [row.id for row in tables.contacts(raw).rows]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_delimiters(self, delimiter: str) -> None:
        raw = text(delimiter.join(["name", "email", "a, b; c"]), delimiter.join(["Ann", "ann@x.example", ""]))
        assert tables.contacts(raw).rows[0].email == "ann@x.example"

    def test_the_delimiter_that_excel_names(self) -> None:
        found = tables.contacts(text("sep=|", "name|email", "Ann|ann@x.example"))
        assert found.rows == [ContactRow(3, "ann@x.example", "Ann", "ann@x.example")]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
    def test_encodings(self, encoding: str) -> None:
        raw = text("name,email", "Zoë Müller,zoe@x.example").decode().encode(encoding)
        assert tables.contacts(raw).rows[0].name == "Zoë Müller"

    @pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
    def test_lines_are_counted_as_an_editor_does(self, end: str) -> None:
        raw = end.join(["name,email", "", '"Ann', 'Lee",ann@x.example', "Bob,bob", ""]).encode()
        found = tables.contacts(raw)
        assert [(row.line, row.name) for row in found.rows] == [(3, "Ann Lee")]
        assert [row.line for row in found.bad] == [5]

    def test_unknown_columns_are_left_out_and_named(self) -> None:
        found = tables.contacts(text("name,Fax,email,name,Born", "Ann,1,ann@x.example,Other,1970"))
        assert found.unknown_columns == ["Fax", "name", "Born"]
        assert "1970" not in repr(found.rows)
        assert found.rows[0].name == "Ann"

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (",,,", None),
            (",,Acme,", "neither a name nor an e-mail address"),
            ("Ann,ann.x.example,,", "“ann.x.example” is no e-mail address"),
            ('Ann,"a@x.example, b@x.example",,', "is no e-mail address"),
            ("Ann,,,b@", "“b@” is no e-mail address"),
            ("Ann,a@x.example,Acme,,surplus", "5 fields under 4 columns"),
            ('Ann,"a"b,,', "quotation marks"),
            ("Ann,a@x.example," + "x" * 70_000 + ",", "64 KB"),
            ('Ann,"' + "x" * 140_000 + '",,', "quotation marks"),
        ],
    )
    def test_bad_rows(self, row: str, reason: str | None) -> None:
        found = tables.contacts(text("name,email,company,other_emails", row, "Bob,bob@x.example,,"))
        assert [row.name for row in found.rows] == ["Bob"]
        assert [bad.line for bad in found.bad] == ([2] if reason else [])
        assert all(reason and reason in bad.reason for bad in found.bad)

    def test_an_open_quotation_mark_costs_its_own_row(self) -> None:
        found = tables.contacts(text("name,email", '"Ann,ann@x.example', "Bob,bob@x.example", '5" Cy,cy@x.example'))
        assert [(row.line, row.name) for row in found.rows] == [(3, "Bob"), (4, '5" Cy')]
        assert [bad.line for bad in found.bad] == [2]

    def test_the_same_id_names_both_lines(self) -> None:
        found = tables.contacts(text("id,name", "7,Ann", "8,Bob", "7,Cy"))
        assert [row.name for row in found.rows] == ["Ann", "Bob"]
        assert found.bad == [BadRow(4, "Line 4 has the same id as line 2, “7”: give one of them another id.")]

    def test_an_address_with_a_name_around_it(self) -> None:
        assert tables.contacts(text("email", "Ann <ANN@x.example>")).rows[0].email == "ann@x.example"


class TestDeals:
    def test_a_whole_deal(self) -> None:
        raw = text(
            "id;name;company;stage;amount;currency;close_date;status;contacts",
            'd1;Big one;Acme;Offer;"12.500,00";eur;31.03.2026;Open;"c1:Champion;ann@X.example:Buyer;c2"',
        )
        assert tables.deals(raw).rows == [
            DealRow(
                2, "d1", "Big one", "Acme", "Offer", "12500.00", "EUR", "2026-03-31", "open",
                (("c1", "Champion"), ("ann@x.example", "Buyer"), ("c2", "")),
            )
        ]  # fmt: skip

    def test_little_is_enough(self) -> None:
        assert tables.deals(text("name", "Small one")).rows == [DealRow(2, "small-one", "Small one")]

    def test_the_currency_beside_the_amount(self) -> None:
        found = tables.deals(text("name,amount,currency", '"A","€ 5,000.00",', "B,5 USD,", "C,$5,CAD"))
        assert [(row.amount, row.currency) for row in found.rows] == [("5000.00", "EUR"), ("5", "USD"), ("5", "CAD")]

    @pytest.mark.parametrize(
        ("column", "value", "reason"),
        [
            ("amount", "lots", "“lots” is no amount: write it like 12500.00."),
            ("currency", "Taler", "“Taler” is no currency: write its three letters, like EUR."),
            ("close_date", "soon", "“soon” is no date: write it like 2026-03-31."),
            ("close_date", "4/3/2026", "“4/3/2026” can be 2026-03-04 or 2026-04-03: write the one that you mean."),
            ("status", "closed", "“closed” is no status: write open, won or lost."),
            ("contacts", "ann@:Buyer", "“ann@” is no e-mail address: correct it or leave it empty."),
        ],
    )
    def test_bad_cells(self, column: str, value: str, reason: str) -> None:
        found = tables.deals(text(f"name,{column}", f"A,{value}"))
        assert (found.rows, found.bad) == ([], [BadRow(2, reason)])

    def test_no_name(self) -> None:
        assert [bad.line for bad in tables.deals(text("id,name,amount", ",,5", "7,,5")).bad] == [2]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "This file is empty: export it again."),
        (b" \r\n\r\n", "This file is empty: export it again."),
        (b"<!DOCTYPE html><html>", "This is a web page, not a table: export it as CSV and import that."),
        (b"PK\x03\x04rest", "This is a spreadsheet file, not CSV: save it as CSV and import that."),
        (bytes(range(256)) * 20, "This file is no table of text: export it as CSV and import that."),
        (b"\x00\x01\x02" * 100, "This file is no table of text: export it as CSV and import that."),
        (b"one,two\n1,2\n", "No column of this file is known to Repside: give it a header row with id, name"),
        (b"x" * (tables.MAX_BYTES + 1), "This file is larger than 50 MB: split it and import the parts."),
    ],
    ids=["empty", "blank", "html", "xlsx", "binary", "zeros", "no known column", "large"],
)
def test_what_is_no_table(raw: bytes, sentence: str) -> None:
    for read in (tables.contacts, tables.deals):
        with pytest.raises(ValueError, match=r".") as caught:
            read(raw)
        assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12,500.00", "12500.00"),
        ("12.500,00", "12500.00"),
        ("€ 12 500", "12500"),
        ("12\u00a0500,5 €", "12500.5"),
        ("12\u202f500", "12500"),
        ("1'234'567.89 CHF", "1234567.89"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("12,500", "12500"),
        ("12.500", "12500"),
        ("12,5", "12.5"),
        ("0.500", "0.500"),
        ("1234.567", "1234.567"),
        ("1.200,-", "1200"),
        ("007", "7"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_amounts(written: str, expected: str) -> None:
    assert cells.amount(written)[0] == expected


@pytest.mark.parametrize(
    "written", ["-5", "1.2.3", "12,34,567", "5%", "1e9", "5 EUR 6", "EUR", "1,2,3.4.5", ",-" * 30_000]
)
def test_no_amounts(written: str) -> None:
    with pytest.raises(ValueError, match=r"is no (amount|currency)"):
        cells.amount(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-31", "2026-03-31"),
        ("2026-03-31T10:00:00Z", "2026-03-31"),
        ("2026/3/1", "2026-03-01"),
        ("31.03.2026", "2026-03-31"),
        ("1. 3. 2026", "2026-03-01"),
        ("3/31/2026", "2026-03-31"),
        ("31/3/2026", "2026-03-31"),
        ("4/4/2026", "2026-04-04"),
        ("31-3-2026", "2026-03-31"),
        ("5 March 2026", "2026-03-05"),
        ("5-Mar-2026", "2026-03-05"),
        ("Mar 5th, 2026", "2026-03-05"),
        ("", ""),
    ],
)
def test_days(written: str, expected: str) -> None:
    assert cells.day(written) == expected


@pytest.mark.parametrize(
    "written", ["4/3/2026", "2026-02-30", "31.3.26", "13/13/2026", "1026-01-01", "Q3", "5 Foo 2026", "9" * 99]
)
def test_no_days(written: str) -> None:
    with pytest.raises(ValueError, match=r"“.+” (is|can)"):
        cells.day(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", "open"),
        ("OPEN", "open"),
        ("In Progress", "open"),
        ("Closed Won", "won"),
        ("closed-lost", "lost"),
        ("Won", "won"),
    ],
)
def test_states(written: str, expected: str) -> None:
    assert cells.state(written) == expected


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"]), min_size=1, max_size=20)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(PLAIN, PLAIN), max_size=8, unique_by=lambda row: row[0]), st.sampled_from(",;\t"))
def test_what_was_written_is_read(rows: list[tuple[str, str]], delimiter: str) -> None:
    source = io.StringIO()
    writer = csv.writer(source, delimiter=delimiter)
    writer.writerow(["id", "name"])
    writer.writerows(rows)
    found = tables.contacts(source.getvalue().encode())
    assert [(row.id, row.name) for row in found.rows] == rows
    assert not found.bad


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda value: b"name,email,amount,close_date\n" + value.encode("utf-8", "replace"))
)
def test_any_bytes_are_a_table_or_a_sentence(raw: bytes) -> None:
    for read in (tables.contacts, tables.deals):
        try:
            found = read(raw)
        except ValueError as error:
            sentences = [str(error)]
        else:
            sentences = [bad.reason for bad in found.bad]
            assert all(bad.line > 1 for bad in found.bad)
        assert all(sentence.endswith(".") for sentence in sentences)


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("+47 22", "'+47 22"), ("a;=1+1", "a;'=1+1"), ("C-1:legal;@x", "C-1:legal;'@x"), ("\t=1", "'\t'=1"),
     ("two\n-lines", "two\n'-lines"), ("call; -5 %", "call; -5 %"), ("a-b=c", "a-b=c"), ("", "")],
)  # fmt: skip
def test_no_spreadsheet_takes_a_cell_or_a_part_of_it_for_a_formula(cell: str, written: str) -> None:
    assert cells.safe(cell) == written
    assert cells.plain(written) == cell


def test_many_signs_take_no_time() -> None:
    odd = ";=" * 200_000
    assert cells.plain(cells.safe(odd)) == odd
