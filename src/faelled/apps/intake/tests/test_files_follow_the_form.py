"""A file is kept when the form comes back, and is nobody else's to attach."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.journey import GOOD, Journey, check_of, form_of
from faelled.base.files.models import StoredFile
from faelled.casework.cases.models import CaseEvent

SHOWN = ["camp", "why", "price", "child_cpr", "activities", "papers"]


def text_file(name: str = "program.txt", text: bytes = b"Mandag: kano\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text, content_type="text/plain")


@pytest.fixture
def with_file(dorthe: Journey) -> Draft:
    """A form with one file and one mistake."""
    draft = dorthe.begin()
    typed = {"shown": SHOWN, "camp": "own", "price": "nul", "papers": text_file()}
    dorthe.post(form_of(draft), typed, status=422)
    return Draft.objects.get(pk=draft.pk)


def test_a_refused_form_keeps_its_file_and_names_it(dorthe: Journey, with_file: Draft) -> None:
    assert "program.txt" in dorthe.page(form_of(with_file))
    assert StoredFile.objects.get().uploaded_by_id == dorthe.who.id


def test_the_file_goes_along_and_stands_on_the_receipt(dorthe: Journey, with_file: Draft) -> None:
    stored = str(StoredFile.objects.get().uuid)
    answers = {"camp": "own", "why": "Havet", "price": "20", "papers": stored}
    dorthe.fill(form_of(with_file), answers)
    assert "program.txt" in dorthe.page(check_of(with_file))
    assert "program.txt" in dorthe.page(dorthe.send(with_file))
    assert stored in str(CaseEvent.objects.get().data)


def test_a_file_can_be_let_go(dorthe: Journey, with_file: Draft) -> None:
    dorthe.post(form_of(with_file), {"shown": SHOWN, "camp": "own", "price": "x"}, status=422)
    assert "program.txt" not in dorthe.page(form_of(with_file))
    assert not StoredFile.objects.exists()


def test_choosing_a_file_shows_at_once_that_it_is_there(dorthe: Journey) -> None:
    draft = dorthe.begin()
    typed = {"shown": SHOWN, "papers": text_file()}
    page = dorthe.post(form_of(draft), typed, status=200, htmx=True)
    assert 'id="row-papers"' in page and "program.txt" in page


def test_the_id_of_another_s_file_attaches_nothing(
    dorthe: Journey, with_file: Draft, esben: Journey
) -> None:
    theirs = str(StoredFile.objects.get().uuid)
    draft = esben.begin()
    esben.fill(form_of(draft), {**GOOD, "papers": theirs})
    esben.send(draft)
    event = CaseEvent.objects.get()
    assert theirs not in str(event.data)
    assert StoredFile.objects.filter(uuid=theirs).exists()


def test_the_id_of_one_s_own_file_from_another_form_attaches_nothing(
    dorthe: Journey, with_file: Draft
) -> None:
    other = dorthe.begin()
    stored = str(StoredFile.objects.get().uuid)
    dorthe.fill(form_of(other), {**GOOD, "papers": stored})
    assert "papers" not in Draft.objects.get(pk=other.pk).answers


def test_a_file_that_is_too_big_is_refused_and_the_rest_stays(
    dorthe: Journey, settings: pytest.FixtureRequest
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 10  # type: ignore[attr-defined]
    draft = dorthe.begin()
    typed = {**GOOD, "shown": [*SHOWN, "club_name"], "papers": text_file(text=b"a" * 11)}
    page = dorthe.post(form_of(draft), typed, status=422)
    assert "Filen er for stor" in page
    assert "Spejderne" in page and 'value="1.200"' in page


def test_a_program_is_no_paper(dorthe: Journey) -> None:
    draft = dorthe.begin()
    upload = SimpleUploadedFile("lejr.exe", BytesIO(b"MZ").read())
    typed = {**GOOD, "shown": [*SHOWN, "club_name"], "papers": upload}
    page = dorthe.post(form_of(draft), typed, status=422)
    assert "Den slags fil kan vi ikke tage imod" in page
    assert not StoredFile.objects.exists()
