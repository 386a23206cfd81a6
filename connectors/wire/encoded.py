"""What mail wraps text in: charsets, base64, quoted-printable, encoded words and parameters. Nothing here raises.

Caps come before decoding. A charset that is unknown, or that lies, costs replaced characters, never the mail.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote_to_bytes

MAX_WORDS = 16_384
"""Characters of a header value that are looked at for encoded words."""
MAX_PARAMETERS = 64

_WORD = re.compile(r"=\?([A-Za-z0-9._:+()-]{1,40})(?:\*[A-Za-z0-9-]{0,40})?\?([bBqQ])\?([^?]*+)\?=")
_CHARSET = re.compile(r"[A-Za-z0-9._:+()-]{1,40}")
# Controls and the turners of direction; joiners stay, since emoji and Indic scripts need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_FOREIGN = re.compile("[\udc80-\udcff]")
_BLANKS = re.compile(r"\s+")
_CUT_ESCAPE = re.compile(rb"=[0-9A-Fa-f]?\Z")
_BASE64_JUNK = re.compile(rb"[^A-Za-z0-9+/=]+")
_PARAMETER = re.compile(r"""[;\s]*+([^\s=;"]++)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)(?:"|$)|([^;]*+))""", re.DOTALL)
_ESCAPE = re.compile(r'\\(["\\])')
_SEPARATORS = re.compile(r"[/\\]+")
_SECTION = re.compile(r"\*(\d{1,3})(\*?)$")

# Names that mail uses and Python does not know, and names whose owners in practice write a wider set.
_ALIASES = {
    "us-ascii": "ascii", "ansi_x3.4-1968": "ascii", "x-unknown": "ascii", "unknown-8bit": "ascii", "8bit": "ascii",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso_8859-1": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "iso-8859-8-i": "cp1255", "iso-8859-8": "cp1255",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "chinese": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "ksc5601": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "big5": "cp950", "x-big5": "cp950", "utf8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
    "windows-874": "cp874", "x-windows-949": "cp949", "cp-850": "cp850",
}  # fmt: skip
# Codecs of Python that are no charsets, or that cost more than linear time.
_REFUSED = frozenset(
    {"idna", "punycode", "unicode_escape", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"}
)
_GUESSED = frozenset({"ascii", "cp1252"})


def words(value: str) -> str:
    """Decode the encoded words (RFC 2047) of an unfolded value; blanks become single, hidden characters go."""
    return decode_words(value)[0]


def decode_words(value: str) -> tuple[str, bool]:
    """As `words`, and whether characters had to be replaced."""
    value = value[:MAX_WORDS]
    replaced = False
    if "=?" in value:
        value, replaced = _decode_words(value)
    return clean(value), replaced


def clean(value: str) -> str:
    """One line for people to read: no control characters, no turners of direction, single blanks."""
    if value.isascii() and value.isprintable() and "  " not in value:
        return value.strip()
    return _BLANKS.sub(" ", _HIDDEN.sub("", value)).strip()


def hidden(text: str) -> str:
    """Text of several lines without what nobody can see; line ends and tabs stay."""
    return _HIDDEN.sub("", text)


def _decode_words(value: str) -> tuple[str, bool]:
    """Neighbours of one charset are joined as bytes first: some senders cut characters in two."""
    out: list[str] = []
    waiting, charset, position, replaced = b"", "", 0, False
    for word in _WORD.finditer(value):
        between = value[position : word.start()]
        name, data = word[1].lower(), _word_bytes(word[2], word[3])
        if waiting and (name != charset or between.strip()):
            text, bad = decode(waiting, charset)
            out.append(text)
            waiting, replaced = b"", replaced or bad
        if between.strip() or not position:
            out.append(between)
        waiting, charset, position = waiting + data if waiting else data, name, word.end()
    text, bad = decode(waiting, charset) if waiting else ("", False)
    return "".join([*out, text, value[position:]]), replaced or bad


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return base64(data) if encoding in "bB" else binascii.a2b_qp(data.replace(b" ", b"_"), header=True)


def base64(data: bytes) -> bytes:
    """Decode what can be decoded: line ends, junk, missing padding and a cut end are all right."""
    try:
        return binascii.a2b_base64(data)
    except ValueError:
        data = _BASE64_JUNK.sub(b"", data)
    whole = data[: len(data) - len(data) % 4]
    rest = data[len(whole) :]
    try:
        return binascii.a2b_base64(whole + (rest + b"==" if len(rest) == 2 else rest + b"=" if len(rest) == 3 else b""))
    except ValueError:
        return b""


def transfer(body: bytes, encoding: str) -> bytes:
    """The bytes of a part without its transfer encoding; of a body that was cut short, what stands before the cut."""
    encoding = encoding.strip().lower()
    if encoding == "base64":
        return base64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(_CUT_ESCAPE.sub(b"", body))
    return body


def decode_part(body: bytes, encoding: str, charset: str) -> tuple[str, bool]:
    """Text of a part, and whether characters had to be replaced. Both encodings may be wrong, and the body cut short."""
    return decode(transfer(body, encoding), charset)


def decode(data: bytes, charset: str) -> tuple[str, bool]:
    """Bytes to text, and whether characters had to be replaced or guessed. A character cut at the end is dropped."""
    codec = codec_of(charset)
    if not codec or codec in _GUESSED:
        return _guess(data, codec)
    try:
        return data.decode(codec), False
    except ValueError:
        pass
    try:
        text = codecs.getincrementaldecoder(codec)("replace").decode(data, final=False)
    except (LookupError, ValueError):
        return _guess(data, "")
    return text, "\ufffd" in text


def _guess(data: bytes, codec: str) -> tuple[str, bool]:
    """Western mail says one thing and writes another: what reads as UTF-8 is UTF-8, the rest is Windows-1252."""
    if data.isascii():
        return data.decode("ascii"), False
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        text = mended(data.decode("utf-8", "surrogateescape"))
        return text, codec != "cp1252" or "\ufffd" in text
    if text.isascii():  # nothing but a last byte speaks for UTF-8
        return data.decode("cp1252", "replace"), codec != "cp1252"
    return text, codec != "ascii"


def mended(text: str) -> str:
    """Text read as UTF-8 with `surrogateescape`: mostly UTF-8 with broken places, or Windows-1252 altogether."""
    foreign = len(_FOREIGN.findall(text))
    if len(text.encode("ascii", "ignore")) + foreign < len(text) - foreign:
        return _FOREIGN.sub("\ufffd", text)
    return text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str:
    """Python's name for a charset; empty when there is none that is safe to use."""
    name = charset.strip(" \t\"'").lower()
    name = _ALIASES.get(name, name)
    if not name or not _CHARSET.fullmatch(name):
        return "" if name else "ascii"
    try:
        codec = codecs.lookup(name.partition(":")[0])
    except (LookupError, ValueError, ImportError):
        return ""
    return "" if codec.name in _REFUSED or not getattr(codec, "_is_text_encoding", True) else codec.name


def parameters(value: str) -> tuple[str, Mapping[str, str]]:
    """The word before the first semicolon, lower-case, and the parameters after it by lower-case name."""
    return _common_parameters(value) if len(value) < 100 else _parameters(value)


@lru_cache(maxsize=512)
def _common_parameters(value: str) -> tuple[str, Mapping[str, str]]:
    return _parameters(value)


def _parameters(value: str) -> tuple[str, Mapping[str, str]]:
    first, semicolon, rest = value[:MAX_WORDS].partition(";")
    found: dict[str, str] = {}
    position = 0 if semicolon else -1
    while position >= 0 and len(found) < MAX_PARAMETERS:
        match = _PARAMETER.match(rest, position)
        if match is None:
            position = rest.find(";", position + 1)
            continue
        position, quoted = match.end(), match[2]
        found.setdefault(match[1].lower(), match[3].strip() if quoted is None else _ESCAPE.sub(r"\1", quoted))
    return first.strip().lower(), found


def parameter(params: Mapping[str, str], name: str) -> str:
    """One parameter, put together and decoded (RFC 2231, or RFC 2047 as many programs write it)."""
    whole = params.get(name + "*")
    if whole is not None:
        return _extended(whole)
    if name in params:
        return words(params[name])
    sections = sorted(
        (int(section[1]), bool(section[2]), params[key])
        for key in params
        if key.startswith(name + "*") and (section := _SECTION.search(key))
    )
    if not sections:
        return ""
    first = sections[0][2]
    charset = first.split("'", 2)[0] if sections[0][1] and first.count("'") > 1 else ""
    if charset:
        sections[0] = (sections[0][0], True, first.split("'", 2)[2])
    data = b"".join(unquote_to_bytes(text) if coded else text.encode("utf-8", "replace") for _, coded, text in sections)
    return words(decode(data, charset or "utf-8")[0])


def _extended(value: str) -> str:
    charset, mark, rest = value.partition("'")
    if not mark or "'" not in rest:
        return words(value)
    return decode(unquote_to_bytes(rest.partition("'")[2][:MAX_WORDS]), charset)[0]


def filename(params: Mapping[str, str]) -> str:
    """A file's name for display: from the parameters of Content-Disposition and Content-Type put together."""
    name = parameter(params, "filename") or parameter(params, "name")
    return _SEPARATORS.sub("_", clean(name))[:255]
