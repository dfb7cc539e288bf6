"""The rest of the dead ends of casework.md E.2, each by its name; the first are in
`test_a_dead_end_has_a_way_on`, the guest's in `test_applying_without_a_log_in`.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone
from lxml.html import fromstring

from faelled.apps.intake.models import KEPT, REMINDED, Draft
from faelled.apps.intake.tests.journey import GOOD, Journey, check_of, form_of
from faelled.apps.intake.tests.test_files_follow_the_form import SHOWN
from faelled.base.people import actions as people
from faelled.base.people.models import GuardianScope, Guardianship
from faelled.casework.cases.models import Case


@override_settings(UPLOAD_LIMIT_BYTES=10)
def test_too_big(dorthe: Journey) -> None:
    draft = dorthe.begin()
    upload = SimpleUploadedFile("stor.txt", b"a" * 11)
    page = dorthe.post(form_of(draft), {**GOOD, "shown": SHOWN, "papers": upload}, status=422)
    assert "Filen er for stor. Den må højst fylde" in page and 'value="1.200"' in page


@override_settings(UPLOAD_DAY_FILES=0)
def test_too_much_for_one_day(dorthe: Journey) -> None:
    draft = dorthe.begin()
    upload = SimpleUploadedFile("a.txt", b"Kano")
    page = dorthe.post(form_of(draft), {**GOOD, "shown": SHOWN, "papers": upload}, status=422)
    assert "Send resten i morgen, eller kontakt os." in page and 'value="1.200"' in page


def test_server_down() -> None:
    found = finders.find("ui/50x.html")
    assert isinstance(found, str)
    page = fromstring(Path(found).read_text())
    said = page.text_content()
    assert "Det, du har skrevet, står der som regel endnu." in said
    assert "Er der en frist i dag?" in said and not page.xpath("//script")
    for sheet in page.xpath("//link[@rel='stylesheet']/@href"):
        assert finders.find(f"ui/{sheet}")


def test_wrong_authority(dorthe: Journey) -> None:
    page = dorthe.page("/selvbetjening/")
    assert "Hører det til hos en anden myndighed, sender vi det så vidt muligt videre" in page


@pytest.mark.parametrize(
    "way",
    ["Hent formularen på papir (PDF)", "Få hjælp", "Er du fritaget for Digital Post"],
)
def test_no_mitid_no_computer_no_digital_post(dorthe: Journey, way: str) -> None:
    assert way in dorthe.page("/selvbetjening/sommerlejr/")


def test_no_javascript(dorthe: Journey) -> None:
    page = dorthe.page(form_of(dorthe.begin()))
    assert 'name="update"' in page and "<noscript>" in page


def test_a_guardian_whose_time_is_over_is_told_and_sends_nothing(dorthe: Journey) -> None:
    cast, now = dorthe.cast, timezone.now()
    ward = people.register_person(
        cast.authority, given_name="Ove", family_name="Dam", cpr=None, by=cast.system, now=now
    )
    people.add_guardian(
        ward,
        cast.dorthe.person,
        scope=GuardianScope.BOTH,
        valid_from=now.date() - timedelta(days=9),
        by=cast.system,
        now=now,
    )
    draft = dorthe.begin(ward)
    dorthe.fill(form_of(draft), GOOD)
    Guardianship.objects.update(valid_to=now.date() - timedelta(days=1))
    assert dorthe.client.post(check_of(draft)).status_code == 404
    assert not Case.objects.exists()
    assert form_of(draft) not in dorthe.page("/mine-sager/")


def test_a_draft_says_when_it_vanishes_and_reminds_a_week_before(dorthe: Journey) -> None:
    draft = dorthe.begin()
    assert "hvis du ikke rører den" in dorthe.page("/mine-sager/")
    old = timezone.now() - KEPT + REMINDED - timedelta(hours=1)
    Draft.objects.filter(pk=draft.pk).update(changed_at=old)
    page = dorthe.page("/mine-sager/")
    assert "Åbn den, og gå videre, hvis du vil beholde den." in page
