"""Folders' names in many languages, and paths as the rep knows them."""

import pytest

from connectors.folder.roles import decoded, role_of, shown
from sync.model import StreamRole


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("INBOX", "inbox"),
        ("Posteingang", "inbox"),
        ("Boîte de réception", "inbox"),
        ("Sent Items", "sent"),
        ("_sent_mail", "sent"),
        ("Gesendete Objekte", "sent"),
        ("Éléments envoyés", "sent"),
        ("E\u0301le\u0301ments envoye\u0301s", "sent"),  # as macOS spells it
        ("送信済みメール", "sent"),
        ("Entwürfe", "drafts"),
        ("Brouillons", "drafts"),
        ("Junk-E-Mail", "junk"),
        ("[Gmail] Spam", "other"),
        ("Spam", "junk"),
        ("Papierkorb", "trash"),
        ("deleted_items", "trash"),
        ("Archive", "archive"),
        ("All mail Including Spam and Trash", "all"),
        ("Customers", "other"),
        ("", "other"),
        ("x" * 100_000, "other"),
    ],
)
def test_role_by_name(name: str, role: StreamRole) -> None:
    assert role_of(name) == role


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Entw&APw-rfe", "Entwürfe"),
        ("R&-D", "R&D"),
        ("Q&A", "Q&A"),
        ("&2Ng-", "&2Ng-"),
        ("&!!-", "&!!-"),
        ("Größe &-", "Größe &-"),
    ],
)
def test_names_in_modified_utf7(name: str, read: str) -> None:
    assert decoded(name) == read


def test_paths_lose_what_only_files_have() -> None:
    assert shown(("Inbox.sbd", "Kunden.sbd", "Acme")) == "Inbox/Kunden/Acme"
    assert shown((".Archive.2025.Q1",)) == "Archive/2025/Q1"
    assert shown(("Takeout", "Sent.mbox")) == "Takeout/Sent"
    assert shown(("a\nb\u202ec",)) == "a\ufffdb\ufffdc"
