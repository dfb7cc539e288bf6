"""What could not be taken in is not kept for ever, and who sorts is told before it goes."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.apps.post.jobs import remove_old_post
from faelled.apps.post.tests.mail import CAME, Mail
from faelled.base.connect.digitalpost.inbox import FileInbox
from faelled.base.connect.digitalpost.memo_xml import to_xml

DAYS = settings.DIGITAL_POST_QUARANTINE
SECRET = "Kun for Nordby"


def set_aside(at: datetime, name: str = "a.xml", text: str = "<x>Kun for Nordby</x>") -> Path:
    """A file that nobody could read, set aside at that moment; it was written long before."""
    folder = settings.DIGITAL_POST_INBOX
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    os.utime(folder / name, (1.0, 1.0))
    FileInbox(folder).empty(lambda message: None)
    kept: Path = folder / "quarantine" / name
    os.utime(kept.with_name(f"{name}.reason.txt"), (at.timestamp(), at.timestamp()))
    return kept


def night(at: datetime) -> None:
    with patch.object(timezone, "now", return_value=at):
        remove_old_post.func()


def test_it_goes_with_its_reason_when_its_days_are_over(mail: Mail) -> None:
    kept = set_aside(CAME)
    newer = set_aside(CAME + timedelta(days=1), "b.xml")
    night(CAME + DAYS - timedelta(minutes=1))
    assert kept.exists()
    night(CAME + DAYS + timedelta(minutes=1))
    left = sorted(path.name for path in kept.parent.iterdir())
    assert left == ["b.xml", "b.xml.reason.txt"] and newer.exists()


def test_who_sorts_is_told_beforehand_and_reads_nothing_of_it(mail: Mail, client: Client) -> None:
    client.force_login(mail.grete.user)
    page = client.get(reverse("post:list"))
    assert "karantæne" not in page.text
    set_aside(CAME)
    set_aside(CAME + timedelta(days=5), "b.xml")
    page = client.get(reverse("post:list"))
    assert "2 meddelelser kunne ikke tages ind" in page.text
    assert "Den første slettes efter 5. august 2026" in page.text
    assert SECRET not in page.text and "a.xml" not in page.text


def test_who_does_not_sort_is_told_nothing(mail: Mail, client: Client) -> None:
    set_aside(CAME)
    client.force_login(mail.office.cast.anna.user)
    assert "karantæne" not in client.get(reverse("post:list")).text


def test_two_under_one_name_are_both_kept(mail: Mail) -> None:
    first = set_aside(CAME, text="<x>den ene</x>")
    set_aside(CAME, text="<x>den anden</x>")
    kept = {path.read_text() for path in first.parent.glob("*.xml")}
    assert kept == {"<x>den ene</x>", "<x>den anden</x>"}
    assert len(list(first.parent.glob("*.reason.txt"))) == 2


def test_what_still_waits_in_the_folder_is_no_quarantine(mail: Mail) -> None:
    folder = settings.DIGITAL_POST_INBOX
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "waiting.xml").write_bytes(to_xml(mail.written()))
    night(CAME + DAYS + DAYS)
    assert (folder / "waiting.xml").exists()
