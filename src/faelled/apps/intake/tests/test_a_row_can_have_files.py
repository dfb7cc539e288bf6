"""A file in a row of a group: attached, kept with its row, sent with it, and let go of with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.tests.form_graph import CARE
from faelled.apps.intake.tests.journey import Journey, check_of
from faelled.apps.intake.tests.test_a_form_in_pages import FIRST, JOBS, begin, page_of
from faelled.base.files.models import StoredFile
from faelled.casework.cases.actions import use_process
from faelled.casework.cases.models import Case
from tests.cast import NOW, Cast

SLIP = '[[events.fields.fields]]\nid = "slip"\nlabel = "Lønseddel"\ntype = "file"\n'
PART = '[[events.fields.fields]]\nid = "night"'


@pytest.fixture
def dorthe(cast: Cast, publish_graph: Publish) -> Journey:
    source = CARE.replace(PART, SLIP + PART).replace('kind = "note"', 'kind = "receive"')
    process = publish_graph(source.encode()).process
    by = cast.actor(cast.frida)
    use_process(process, cast.disability, by=by, now=NOW, open_to_citizens=True)
    client = Client()
    client.force_login(cast.dorthe.user)
    return Journey(client, cast, cast.dorthe)


def attached(dorthe: Journey) -> Draft:
    """Two employers, the second with a pay slip."""
    draft = begin(dorthe)
    dorthe.fill(page_of(draft, "child"), FIRST)
    slip = SimpleUploadedFile("Marts.txt", b"Ni tusind")
    row = [f"jobs.{key}.{id}" for key in "01" for id in ("who", "hours", "slip")]
    post = {"shown": ["jobs", *row], **JOBS, "jobs": ["0", "1"], "jobs.1.slip": slip}
    assert dorthe.client.post(page_of(draft, "work"), post).status_code == 302
    return draft


def test_it_is_read_before_the_sending_and_becomes_a_paper(dorthe: Journey) -> None:
    draft = attached(dorthe)
    assert "Behold Marts.txt" in dorthe.page(page_of(draft, "work"))
    dorthe.fill(page_of(draft, "why"), {"reason": "Anfald"})
    assert "Lønseddel: Marts.txt" in dorthe.page(check_of(draft))
    dorthe.post(check_of(draft), {}, status=302)
    case = Case.objects.get()
    assert "Marts.txt" in list(case.documents.values_list("title", flat=True))
    page = dorthe.page(f"/mine-sager/{case.uuid}/kvittering/1/")
    assert "Marts.txt" in page and str(StoredFile.objects.latest("pk").uuid) not in page


def test_a_row_that_is_taken_away_takes_its_file(dorthe: Journey) -> None:
    draft = attached(dorthe)
    post = {"shown": ["jobs"], "jobs": ["0", "1"], "remove": "jobs.1"}
    dorthe.client.post(page_of(draft, "work"), post)
    draft.refresh_from_db()
    assert not any(name.startswith("jobs.1.") for name in draft.answers)
    assert not StoredFile.objects.filter(name="Marts.txt").exists()
