from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.wire.encoded import MAX_WORDS, codec_of, decode, decode_part, decode_words, filename, parameters, words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        ("=?utf-8?Q?J=C3=BCrgen_M=C3=BCller?=", "Jürgen Müller"),
        ("=?UTF-8?B?SsO8cmdlbg==?= Lee", "Jürgen Lee"),
        ("=?iso-8859-1?q?a?= =?iso-8859-1?q?b?=", "ab"),
        ("=?utf-8?q?a?= and =?utf-8?q?b?=", "a and b"),
        ("=?utf-8?B?w4M=?= =?utf-8?B?wqk=?=", "Ã©"),
        ("=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€"),  # one character cut in two words
        ("=?utf-8*en?q?hello?=", "hello"),
        ("=?utf-8?x?nothing?=", "=?utf-8?x?nothing?="),
        ("=?utf-8?q?open", "=?utf-8?q?open"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?windows-1251?B?z/Do4uXy?=", "Привет"),
        ("=?utf-8?b?SGVsbG8?=", "Hello"),  # padding left out
        ("a\r\n b\tc   d", "a b c d"),
        ("gpj.\u202egnp\x00\x07", "gpj.gnp"),
        ("=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
    ],
)
def test_words(value: str, expected: str) -> None:
    assert words(value) == expected


@pytest.mark.parametrize(
    "charset", ["nothing-known", "idna", "punycode", "unicode_escape", "base64", "zlib", "../os", ""]
)
def test_F61_an_unknown_charset_costs_characters_never_the_mail(charset: str) -> None:
    assert decode(b"caf\xe9", charset) == ("café", True)


def test_F61_a_lying_charset_is_flagged() -> None:
    assert decode("Grüße".encode(), "iso-8859-1") == ("Grüße", True)
    assert decode("Grüße".encode("latin-1"), "us-ascii") == ("Grüße", True)
    text, replaced = decode(b"na\xefve", "utf-8")
    assert (text, replaced) == ("na\ufffdve", True)
    assert decode("Grüße".encode("latin-1"), "iso-8859-1") == ("Grüße", False)


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-2022-jp", "shift_jis", "gb2312", "euc-kr", "koi8-r", "utf-7", "big5"]
)
def test_every_common_charset(charset: str) -> None:
    text = {"koi8-r": "Привет", "gb2312": "你好", "big5": "你好", "euc-kr": "안녕"}.get(charset, "日本")
    assert decode(text.encode(charset), charset) == (text, False)


def test_a_body_that_was_cut_is_read_up_to_the_cut() -> None:
    whole = "Grüße aus Köln, bis morgen. " * 20
    qp = b"Gr=C3=BC=C3=9Fe aus K=C3=B6ln"
    for cut in range(len(qp)):
        text, replaced = decode_part(qp[:cut], "quoted-printable", "utf-8")
        assert "Grüße aus Köln".startswith(text.rstrip("="))
        assert not replaced
    lines = base64.encodebytes(whole.encode())
    for cut in range(0, len(lines), 7):
        text, replaced = decode_part(lines[:cut], "Base64", "utf-8")
        assert whole.startswith(text)
        assert not replaced


def test_base64_with_junk_in_it() -> None:
    assert decode_part(b"SGVs\r\n!!bG8=\r\n-- \r\nlist footer", "base64", "utf-8")[0].startswith("Hello")


def test_F55_sixty_four_thousand_encoded_words_are_cut_before_they_are_decoded() -> None:
    text = words("=?utf-8?q?a?= " * 64_000)
    assert text.startswith("a" * (MAX_WORDS // 14))
    assert len(text) < MAX_WORDS // 13


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"filename": "offer.pdf", "name": "other.pdf"}, "offer.pdf"),
        ({"name": "=?utf-8?q?Angeb=C3=B6t.pdf?="}, "Angeböt.pdf"),
        ({"filename*": "utf-8'de'Angeb%C3%B6t.pdf", "filename": "Angebot.pdf"}, "Angeböt.pdf"),
        ({"filename*0*": "utf-8''Angeb%C3", "filename*1*": "%B6t", "filename*2": ".pdf"}, "Angeböt.pdf"),
        ({"filename*1": "b.pdf", "filename*0": "a"}, "ab.pdf"),
        ({"filename": "../../etc/passwd"}, ".._.._etc_passwd"),
        ({"filename": "C:\\Temp\\a.pdf"}, "C:_Temp_a.pdf"),
        ({"filename": "cod\u202egpj.exe\r\n\x00"}, "codgpj.exe"),
        ({"filename": "x" * 999}, "x" * 255),
        ({"filename*": "nonsense%ff"}, "nonsense%ff"),
        ({}, ""),
    ],
)
def test_filename(params: dict[str, str], expected: str) -> None:
    assert filename(params) == expected


def test_parameters() -> None:
    kind, params = parameters('Text/Plain; charset="utf-8"; name="a;b\\"c.txt" ; format=flowed; broken; x = y')
    assert kind == "text/plain"
    assert dict(params) == {"charset": "utf-8", "name": 'a;b"c.txt', "format": "flowed", "x": "y"}


@pytest.mark.parametrize("piece", ["a", "=", ";", '"', '\\"', "a=", ' a="', "x*0*=", "=?"])
def test_F57_hostile_parameters_and_words_come_back(piece: str) -> None:
    value = piece * (262_144 // len(piece))
    assert len(parameters("a/b;" + value)[1]) <= 64
    assert len(words(value)) <= MAX_WORDS


@given(
    st.binary(max_size=300),
    st.sampled_from(["base64", "quoted-printable", "7bit", "x-uuencode", ""]),
    st.text(max_size=20),
)
def test_any_bytes_decode(body: bytes, encoding: str, charset: str) -> None:
    assert isinstance(decode_part(body, encoding, charset)[0], str)
    assert isinstance(codec_of(charset), str)


@given(st.text(max_size=200) | st.text(alphabet="=?qbQB_utf-8 \tA", max_size=80))
def test_any_text_decodes_to_one_line(value: str) -> None:
    text, _ = decode_words(value)
    assert "\n" not in text
    assert text == text.strip()
