from __future__ import annotations

from connectors.wire.text import from_html, new_words
from sync.model import MAX_TEXT


def test_plain_text_wins_when_it_holds_words() -> None:
    assert new_words("plain", "<p>html</p>") == "plain"
    assert new_words(" \n ", "<p>html</p>") == "html"
    assert new_words("", "") == ""


def test_a_forward_keeps_its_comment() -> None:
    text = "Please have a look.\n\n---------- Forwarded message ---------\nFrom: Bob <bob@x.example>\nSubject: Offer\n\nOld words\n"
    assert new_words(text, "") == "Please have a look."


def test_line_endings_and_unseen_characters() -> None:
    assert new_words("one\r\ntwo\rthree\x00\u202e\u200b", "") == "one\ntwo\nthree"


def test_emoji_stay_whole() -> None:
    assert new_words("done \U0001f468\u200d\U0001f4bb", "") == "done \U0001f468\u200d\U0001f4bb"


def test_F56_text_is_capped() -> None:
    assert len(new_words("word " * 100_000, "")) <= MAX_TEXT
    assert len(from_html("<p>" + "word " * 100_000)) <= MAX_TEXT


def test_no_html_is_no_text() -> None:
    assert from_html("") == from_html("<!-- -->") == from_html("  ") == ""
