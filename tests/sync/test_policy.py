from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matchers.address import fold
from sync.model import SIGNALS, Header, Person, Stream
from sync.policy import (
    PURGED,
    REASONS,
    Decision,
    Exclusions,
    Rules,
    cut,
    direction,
    held_keys,
    screen,
    stream_reason,
    words,
)
from tests.conftest import digest

REP = "rep@us.example"
ANN = "ann@acme.example"
STRANGER = "someone@nowhere.example"
COLLEAGUE = "boss@us.example"


class Known:
    def knows(self, address: str) -> bool:
        return address == ANN


def rules(**changes: object) -> Rules:
    base = Rules(Known(), frozenset({REP}), frozenset({"us.example"}), digest)
    return base._replace(**changes)  # type: ignore[arg-type]  # named by the test


def mail(
    sender: str, *to: str, subject: str = "Hello", signals: frozenset[str] = frozenset(), **more: object
) -> Header:
    people = (Person("from", sender), *(Person("to", address) for address in to))
    header = Header(people=people, people_total=len(people), subject=subject, signals=signals)
    return header._replace(**more)  # type: ignore[arg-type]  # named by the test


def reason(header: Header, given: Rules | None = None) -> str:
    decision = screen(header, given or rules())
    assert decision.verdict == "skip"
    return decision.reason


def test_a_known_person_is_kept() -> None:
    assert screen(mail(ANN, REP), rules()) == Decision("keep", "", frozenset({ANN}))


def test_an_unknown_person_is_held() -> None:
    decision = screen(mail(STRANGER, REP), rules())
    assert decision == Decision("hold", "", frozenset({STRANGER}))


def test_one_known_person_among_strangers_is_enough() -> None:
    assert screen(mail(STRANGER, REP, ANN), rules()).verdict == "keep"


def test_colleagues_alone_are_internal_and_subdomains_are_colleagues() -> None:
    assert reason(mail(COLLEAGUE, REP)) == "internal"
    assert reason(mail("x@eu.us.example", REP)) == "internal"
    assert screen(mail("x@notus.example", REP), rules()).verdict == "hold"


def test_mail_to_oneself_a_solo_entry_and_nobody() -> None:
    assert reason(mail(REP, REP)) == "own"
    assert reason(Header("meeting", people=(Person("organizer", REP),))) == "solo"
    assert reason(Header("meeting")) == "solo"
    assert reason(Header("message")) == "no_people"


def test_a_reply_to_address_is_no_participant() -> None:
    header = mail(COLLEAGUE, REP)
    header = header._replace(people=(*header.people, Person("reply_to", ANN)))
    assert reason(header) == "internal"


def test_each_machine_signal_has_its_reason() -> None:
    for signal, expected in (
        ("bounce", "bounce"), ("auto_reply", "auto_reply"), ("automated", "automated"), ("bulk", "bulk"), ("list", "bulk"),
        ("draft", "drafts"), ("spam", "spam"), ("trash", "trash"), ("chat", "chat"), ("private", "private"),
    ):  # fmt: skip
        assert reason(mail(ANN, REP, signals=frozenset({signal}))) == expected


def test_a_badge_signal_keeps_nothing_out() -> None:
    assert (
        screen(mail(ANN, REP, signals=frozenset({"odd_charset", "truncated", "odd_address"})), rules()).verdict
        == "keep"
    )


def test_the_reps_own_mail_through_a_tool_counts_but_an_out_of_office_does_not() -> None:
    assert screen(mail(REP, ANN, signals=frozenset({"bulk", "automated"})), rules()).verdict == "keep"
    assert reason(mail(REP, ANN, signals=frozenset({"auto_reply"}))) == "auto_reply"


def test_the_companys_own_list_carries_customers() -> None:
    ours = mail(ANN, "sales@us.example", signals=frozenset({"list"}), list_id="sales.us.example")
    theirs = mail(ANN, "talk@list.example", signals=frozenset({"list"}), list_id="talk.list.example")
    assert screen(ours, rules()).verdict == "keep"
    assert screen(ours._replace(signals=frozenset({"list", "bulk"})), rules()).verdict == "keep"
    assert reason(theirs) == "bulk"


def test_an_invitation_sent_by_a_machine_is_looked_at() -> None:
    assert screen(mail(ANN, REP, signals=frozenset({"automated", "calendar"})), rules()).verdict == "keep"
    assert reason(mail(ANN, REP, signals=frozenset({"bounce", "calendar"}))) == "bounce"


def test_an_invitation_that_the_provider_tells_by_its_calendar_is_no_correspondence() -> None:
    signals = frozenset({"calendar", "meeting_message"})
    assert reason(mail(ANN, REP, signals=signals)) == "invitation"
    assert reason(mail(ANN, REP, signals=signals | {"private"})) == "private"


def test_one_excluded_person_keeps_the_whole_mail_out() -> None:
    excluded = rules(exclusions=Exclusions(addresses=frozenset({digest(f"address {STRANGER}")})))
    assert reason(mail(ANN, REP, STRANGER), excluded) == "excluded"


def test_an_excluded_person_stays_out_under_a_plus_tag_and_one_tag_may_be_left_out_alone() -> None:
    person = Exclusions(addresses=frozenset({digest("address someone@nowhere.example")}))
    tagged = mail("someone+shop@nowhere.example", REP, ANN)
    assert reason(tagged, rules(exclusions=person, fold=fold)) == "excluded"
    one_tag = rules(exclusions=Exclusions(frozenset({digest("address someone+shop@nowhere.example")})), fold=fold)
    assert reason(tagged, one_tag) == "excluded"
    assert screen(mail(STRANGER, REP, ANN), one_tag).verdict == "keep"


def test_an_excluded_domain_covers_its_subdomains() -> None:
    excluded = rules(exclusions=Exclusions(domains=frozenset({digest("domain acme.example")})))
    assert reason(mail("dana@mail.acme.example", REP, ANN), excluded) == "excluded"
    assert screen(mail("dana@notacme.example", REP), excluded).verdict == "hold"


def test_an_excluded_word_is_a_whole_word_in_any_case() -> None:
    excluded = rules(exclusions=Exclusions(words=frozenset({digest("word payroll")})))
    assert reason(mail(ANN, REP, subject="Re: PAYROLL, May"), excluded) == "excluded"
    assert screen(mail(ANN, REP, subject="Payrolls"), excluded).verdict == "keep"


def test_whole_streams_stay_unread() -> None:
    roles = {
        role: stream_reason(Stream(role, role, role), rules()) for role in ("drafts", "junk", "trash", "inbox", "all")
    }
    assert roles == {"drafts": "drafts", "junk": "spam", "trash": "trash", "inbox": "", "all": ""}
    excluded = rules(exclusions=Exclusions(folders=frozenset({digest("folder Family")})))
    assert stream_reason(Stream("Family", "Family"), excluded) == "excluded_folder"


def test_direction() -> None:
    assert direction(mail(REP, ANN), rules()) == "out"
    assert direction(mail(ANN, REP), rules()) == "in"
    assert direction(Header("meeting", people=(Person("organizer", REP),)), rules()) == "none"


def test_levels_cut_the_text() -> None:
    text = "word " * 200
    assert cut(text, "headers") == ""
    assert cut(text, "text") == text
    assert len(cut(text, "preview")) <= 301
    assert cut("short", "preview") == "short"


def test_held_keys_find_a_later_contact_by_address_and_by_company_domain() -> None:
    keys = held_keys({"a@mail.acme.example"}, rules())
    assert digest("address a@mail.acme.example") in keys
    assert {digest("domain mail.acme.example"), digest("domain acme.example")} <= set(keys)


def test_words_of_a_subject() -> None:
    assert words("Re: Gehalt/Löhne 2026!") == {"re", "gehalt", "löhne", "2026"}


people = st.lists(
    st.builds(Person, st.sampled_from(["from", "to", "cc", "bcc"]), st.sampled_from([REP, ANN, STRANGER, COLLEAGUE])),
    max_size=6,
)
headers = st.builds(
    lambda kind, people, signals: Header(kind, people=tuple(people), people_total=len(people), signals=frozenset(signals)),
    st.sampled_from(["message", "meeting"]), people, st.sets(st.sampled_from(sorted(SIGNALS))),
)  # fmt: skip


@given(headers)
def test_every_decision_is_closed_and_a_keep_always_has_a_known_outside_person(header: Header) -> None:
    decision = screen(header, rules())
    assert decision.verdict in {"keep", "hold", "skip"}
    assert (decision.verdict == "skip") == bool(decision.reason)
    assert not decision.reason or decision.reason in REASONS
    if decision.verdict == "keep":
        assert ANN in decision.outside
        assert REP not in decision.outside
    if decision.verdict == "hold":
        assert decision.outside
        assert ANN not in decision.outside


def test_purged_reasons_are_reasons() -> None:
    assert set(REASONS) >= PURGED
