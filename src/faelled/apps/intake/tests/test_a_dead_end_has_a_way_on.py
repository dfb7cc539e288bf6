"""The dead ends of casework.md E.2: logged out, rules changed, closed meanwhile, step refused."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.tests.graphs import ONE_MORE_QUESTION, camp
from faelled.apps.intake.tests.journey import GOOD, Journey, check_of, form_of
from faelled.apps.intake.tests.test_files_follow_the_form import SHOWN
from faelled.casework.cases.models import Case, CaseType, Status


def test_logged_out_while_typing_and_nothing_is_lost(dorthe: Journey) -> None:
    draft = dorthe.begin()
    dorthe.client.cookies.pop(settings.SESSION_COOKIE_NAME)
    typed = {**GOOD, "shown": [*SHOWN, "club_name"]}
    answer = dorthe.client.post(form_of(draft), typed)
    assert answer.status_code == 302 and answer["Location"].startswith("/log-ind/")
    dorthe.client.force_login(dorthe.who.user)
    page = dorthe.page(form_of(draft))
    assert "Det, du havde skrevet, er her stadig." in page
    assert "Spejderne" in page and 'value="1.200"' in page
    assert "Det, du havde skrevet" not in dorthe.page(form_of(draft))


def test_on_a_shared_computer_the_next_person_gets_none_of_it(dorthe: Journey) -> None:
    draft = dorthe.begin()
    dorthe.client.cookies.pop(settings.SESSION_COOKIE_NAME)
    dorthe.client.post(form_of(draft), {"shown": SHOWN, "why": "Hemmeligt"})
    dorthe.client.force_login(dorthe.cast.esben.user)
    dorthe.page(form_of(draft), status=404)
    assert "Hemmeligt" not in dorthe.page("/mine-sager/")
    assert Draft.objects.get().answers == {}


def test_what_waits_for_the_log_in_lies_sealed(dorthe: Journey) -> None:
    client, draft = Client(), dorthe.begin()
    client.post(form_of(draft), {"shown": SHOWN, "why": "Hemmeligt", "csrfmiddlewaretoken": "x"})
    kept = client.session["intake-typed"]
    assert "Hemmeligt" not in str(kept)
    client.post(form_of(draft), {"why": "a" * 300_000})
    assert client.session["intake-typed"] == kept


def test_an_upload_without_a_log_in_is_not_stored(dorthe: Journey) -> None:
    client, draft = Client(), dorthe.begin()
    upload = SimpleUploadedFile("a.txt", b"Kano")
    assert client.post(form_of(draft), {"shown": SHOWN, "papers": upload}).status_code == 302


def test_new_rules_ask_again_and_keep_the_answers(dorthe: Journey, publish_graph: Publish) -> None:
    draft = dorthe.begin()
    dorthe.fill(form_of(draft), GOOD)
    publish_graph(camp("2.0.0", ONE_MORE_QUESTION))
    answer = dorthe.client.post(check_of(draft), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == form_of(draft)
    assert "Spejderne" in page and "Hvem leder lejren?" in page
    dorthe.fill(form_of(draft), {**GOOD, "leader": "Bodil"})
    dorthe.send(draft)
    assert Case.objects.get().version.number == 2


def test_new_rules_are_told_of_at_the_form(dorthe: Journey, publish_graph: Publish) -> None:
    draft = dorthe.begin()
    publish_graph(camp("2.0.0", ONE_MORE_QUESTION))
    assert "Reglerne er ændret. Dine svar er bevaret." in dorthe.page(form_of(draft))


def test_closed_meanwhile_shows_what_was_typed(dorthe: Journey, summer_camp: CaseType) -> None:
    draft = dorthe.begin()
    dorthe.fill(form_of(draft), GOOD)
    summer_camp.open_to_citizens = False
    summer_camp.save()
    for address in (form_of(draft), check_of(draft)):
        page = dorthe.page(address, status=410)
        assert "Du kan ikke længere søge om det her." in page
        assert "Spejderne" in page and "Skriv ud" in page
    page = dorthe.send(draft, status=410)
    assert "Spejderne" in page and not Case.objects.exists()


def test_a_case_that_rests_keeps_the_answer(dorthe: Journey) -> None:
    case = dorthe.apply()
    url = f"/mine-sager/{case.uuid}/trin/withdraw/"
    dorthe.fill(url, {})
    Case.objects.update(status=Status.SUSPENDED)
    draft = Draft.objects.get(case=case)
    page = dorthe.send(draft, status=409)
    assert "sat i bero" in page
    page = dorthe.page(url, status=409)
    assert "<li>Sagen er sat i bero. Du får besked, når den går videre.</li>" in page


def test_a_step_that_became_impossible_keeps_what_is_typed(dorthe: Journey) -> None:
    case = dorthe.asked()
    url = f"/mine-sager/{case.uuid}/trin/answer/"
    dorthe.fill(url, {"text": "Lejren er i juli"})
    dorthe.official("answer", case, text="Hun ringede")
    page = dorthe.page(url, status=409)
    assert "Det kan ikke gøres lige nu" in page and "Lejren er i juli" in page
    assert "<li>" in page and "Reason" not in page
    page = dorthe.post(url, {"shown": ["text"], "text": "Lejren er i august"}, status=409)
    assert "Lejren er i august" in page
    assert dorthe.send(Draft.objects.get(case=case), status=409).count("Lejren er i august") == 1
