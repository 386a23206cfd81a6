from __future__ import annotations

import pytest

from connectors.wire.markup import visible
from connectors.wire.text import new_words

REPLY = "<div>Yes, 40 seats.</div>"


@pytest.mark.parametrize(
    "history",
    [
        '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon Bob wrote:<br></div><blockquote class="gmail_quote">old</blockquote></div>',
        '<div class="gmail_quote">---------- Forwarded message ---------<br>From: Bob<br><br>old</div>',
        '<div>On 3/16/2026 9:12 AM, Bob wrote:</div><blockquote type="cite">old</blockquote>',
        '<div class="moz-cite-prefix">On 16.03.2026 Bob wrote:</div><blockquote type="cite">old</blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Bob</div><div>old</div>',
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Bob</p></div><p>old</p>',
        "<hr><p><b>From:</b> Bob &lt;bob@x.example&gt;<br><b>Sent:</b> Monday<br><b>Subject:</b> x</p><p>old</p>",
        '<div class="yahoo_quoted"><div>On Monday Bob wrote:</div>old</div>',
        '<div class="protonmail_quote">On Monday Bob wrote: <blockquote>old</blockquote></div>',
        '<span id="OLK_SRC_BODY_SECTION">old</span>',
        "16.03.2026, 09:12, &quot;Bob&quot; &lt;bob@x.example&gt;:<blockquote>old</blockquote>",
        '<div class="gmail_signature">Ann</div>',
        '<div id="Signature"><p>Ann</p></div>',
    ],
)
def test_history_and_signatures_of_each_program_go(history: str) -> None:
    assert new_words("", REPLY + history) == "Yes, 40 seats."


def test_answers_inside_a_quote_of_gmail_stay() -> None:
    html = (
        '<div class="gmail_quote"><div class="gmail_attr">On Mon Bob wrote:</div><blockquote class="gmail_quote">one?</blockquote>'
        '<div>two</div><blockquote class="gmail_quote">three?</blockquote><div>four</div></div>'
    )
    assert new_words("", html) == "two\nfour"


def test_an_indented_paragraph_is_no_quote() -> None:
    html = (
        '<p>As said:</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>40 seats</div></blockquote>'
    )
    assert new_words("", html) == "As said:\n\n40 seats"


def test_lines_paragraphs_lists_and_tables() -> None:
    html = "<p>One<br>two</p><p>three</p><ul><li>a</li><li>b</li></ul><table><tr><td>c</td><td>d</td></tr></table><div>e</div><div><br></div><div>f</div>"
    assert visible(html).text.strip() == "One\ntwo\n\nthree\n\n- a\n- b\nc d \ne\n\nf"


def test_what_nobody_sees_is_left_out() -> None:
    html = (
        "<head><title>t</title><style>s</style></head><script>j</script><!-- c -->"
        '<div style="display:none">preheader</div><p>words&nbsp;here</p>'
    )
    assert visible(html).text.strip() == "words here"


def test_preformatted_text_keeps_its_lines() -> None:
    assert visible("<pre>a\n  b</pre>").text == "a\n  b"


@pytest.mark.parametrize(
    "html", ["", "<", "<!DOCTYPE html>", "<?xml version='1.0' encoding='x'?><p>a</p>", "\x00", "</p></p>", "\ud800"]
)
def test_broken_markup_is_read(html: str) -> None:
    assert isinstance(visible(html).text, str)
