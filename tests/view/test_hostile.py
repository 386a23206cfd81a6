"""Whatever stands in the store, and whatever is asked: a page has our own elements, attributes and addresses, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from sqlalchemy import Connection, text

from store.database import Database
from store.day import Rep
from tests.store import fuller, handmade, handmade_desk
from tests.view.conftest import ZONE, Clock, Served, make_store
from tests.view.desks import Desk, Writer
from view.server import open_view

ODD = "'\"><img src=x onerror=alert(1)><script>alert(1)</script>`{{7*7}}`javascript:alert(1)&#x3c;b&#x3e;"
"""What breaks out of text, of attributes of both kinds, of templates and of our own sentences' backticks."""
FREE = {
    "accounts": ("name", "address", "sentence", "action", "provider", "state"),
    "companies": ("name",), "looks": ("who",), "activities": ("subject", "text", "location"),
    "company_domains": ("domain",), "contacts": ("external", "name", "title", "phone"),
    "deals": ("external", "name", "stage", "amount", "currency", "close_date", "next_step"),
    "stages": ("pipeline", "name"), "streams": ("remote", "name"), "contact_addresses": ("address",),
    "deal_contacts": ("role",), "items": ("remote", "reason"), "links": ("rule", "evidence"), "locators": ("remote",),
    "participants": ("address", "name", "response"), "proposals": ("quote", "rule", "source", "reason"),
    "decisions": ("by",), "outbox": ("error",),
}  # fmt: skip
"""Columns that hold what others wrote, or could."""
START = [
    "/", "/history", f"/history?q={quote(ODD)}&contact={quote(ODD)}&account={quote(ODD)}&since={quote(ODD)}&kind={quote(ODD)}",
    "/history?when=upcoming", "/history?open=1", "/contacts", f"/contacts?q={quote(ODD)}&page=3", "/companies", "/deals", "/desk",
    f"/desk?said={quote(ODD)}", "/receipt", "/accounts", "/shared", "/ledger", "/week", f"/week?of={quote(ODD)}", "/welcome",
    f"/receipt/items?state=skipped&account={quote(ODD)}&stream={quote(ODD)}&reason={quote(ODD)}", f"/{quote(ODD)}",
    f"/activity/{quote(ODD)}", f"/desk/{quote(ODD)}", f"/static/{quote(ODD)}", f"/enter/{quote(ODD)}", "/static/%2e%2e/app.py",
    "/static/..%2f..%2fapp.py", f"/receipt/items?state={quote(ODD)}",
]  # fmt: skip
TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "svg",
        "symbol",
        "path",
        "use",
        "header",
        "a",
        "nav",
        "ul",
        "li",
        "details",
        "summary",
        "main",
        "footer",
        "p",
        "kbd",
        "h1",
        "h2",
        "h3",
        "h4",
        "div",
        "section",
        "span",
        "ol",
        "time",
        "form",
        "label",
        "input",
        "button",
        "select",
        "option",
        "optgroup",
        "dl",
        "dt",
        "dd",
        "strong",
        "code",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "mark",
        "del",
        "ins",
        "aside",
        "rect",
        "line",
        "circle",
        "text",
        "br",
        "article",
        "textarea",
        "noscript",
        "progress",
    ]
)
HOLDS_AN_ADDRESS = frozenset({"href", "src", "action", "formaction", "xlink:href"})


class Read(HTMLParser):
    """What a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in HOLDS_AN_ADDRESS}
        if tag == "script":
            assert re.fullmatch(r"/static/\w+\.js", dict(attrs).get("src") or ""), attrs


def spoil(connection: Connection) -> None:
    """Every text that others wrote, or could have, breaks out where it can."""
    for table, columns in FREE.items():
        for column in columns:
            connection.execute(text(f"update {table} set {column} = coalesce({column}, '') || :odd"), {"odd": ODD})
    connection.execute(text("update activities set attachments = :it, marks = :it"), {"it": f'["{ODD_IN_JSON}"]'})
    connection.execute(
        text("update proposals set old = :it, new = :it where kind = 'close_date'"), {"it": f'"{ODD_IN_JSON}"'}
    )


ODD_IN_JSON = ODD.replace('"', r"\"")


def full(connection: Connection) -> dict[str, int]:
    """Conversations, audits, shares."""
    ids = fuller.fill(connection)
    fuller.share(connection, ids)
    spoil(connection)
    return ids


def waiting(connection: Connection) -> dict[str, int]:
    """Each kind of proposal."""
    ids = handmade.fill(connection)
    handmade_desk.fill(connection, ids)
    spoil(connection)
    return ids


@pytest.fixture(scope="module", params=[(full, "de"), (waiting, "en")], ids=["history", "desk"])
def spoiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over a store that holds nothing else."""
    fill, language = request.param
    path = tmp_path_factory.mktemp("spoiled") / "store.db"
    ids = make_store(path, fill)
    writer = Writer(path)
    database = Database.open(f"sqlite:///{path}", read_only=True)
    levels = {"work" + ODD: "preview"}
    rep = Rep(language=language)
    with open_view(database, zone=ZONE, clock=Clock(), levels=levels, rep=rep, decide=writer.seam()) as serving:  # type: ignore[arg-type]
        yield Desk(serving, ids, path)
    database.close()
    writer.database.close()


def test_no_page_holds_what_is_not_ours(spoiled: Served) -> None:
    following, seen, odd = list(START), set[str](), 0
    while following:
        address = following.pop()
        shape = re.sub(r"\d+", "0", address)
        if address in seen or sum(re.sub(r"\d+", "0", each) == shape for each in seen) > 6:
            continue
        seen.add(address)
        answer = spoiled.page(address)
        assert answer.status in {200, 303, 401, 404}, (address, answer.status)
        assert "default-src 'none'" in answer.headers["content-security-policy"], address
        assert "onerror" not in str(answer.headers), address
        kind = answer.headers.get("content-type", "")
        if not kind.startswith("text/html"):
            continue
        read = Read(answer.text)
        odd += answer.text.count("onerror")
        assert read.tags <= TAGS, (address, read.tags - TAGS)
        assert not {name for name in read.attributes if name.startswith("on") or name == "style"}, address
        assert "49" not in re.findall(r"`(\d+)`", answer.text)
        for one in read.addresses:
            assert re.match(r"#|/(?!/)", one), (address, one)
        following += [
            urlsplit(one)._replace(fragment="").geturl() for one in sorted(read.addresses) if one.startswith("/")
        ]
    assert odd > 400, "the words were there"
    assert len(seen) > 80
