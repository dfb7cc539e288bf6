"""What is begun is kept for its owner alone, sealed, and not for ever."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from faelled.apps.intake import actions, upkeep
from faelled.apps.intake.models import KEPT, Draft
from faelled.apps.intake.queries import visible_to
from faelled.apps.intake.sealing import SealBroken, seal, unseal
from faelled.apps.intake.tests.journey import GOOD, KEY, Journey, check_of, form_of
from faelled.apps.intake.tests.test_files_follow_the_form import SHOWN, text_file
from faelled.base.audit.models import Entry
from faelled.base.files.models import StoredFile
from faelled.base.jobs.registry import JOBS
from faelled.casework.cases.errors import CaseError, NotYours
from tests.cast import NOW


def test_what_was_typed_is_there_on_another_device(dorthe: Journey) -> None:
    draft = dorthe.begin()
    typed = {"shown": SHOWN, "price": "1.250", "update": "1"}
    dorthe.post(form_of(draft), typed, status=200)
    dorthe.client.logout()
    dorthe.client.force_login(dorthe.who.user)
    assert form_of(draft) in dorthe.page("/mine-sager/")
    assert form_of(draft) in dorthe.page(f"/selvbetjening/{KEY}/soeg/")
    assert 'value="1.250"' in dorthe.page(form_of(draft))


def test_nobody_else_finds_the_draft(dorthe: Journey, esben: Journey) -> None:
    draft = dorthe.begin(dorthe.cast.emil)
    for address in (form_of(draft), check_of(draft)):
        esben.page(address, status=404)
        assert esben.client.post(address).status_code == 404
    assert esben.client.post(f"{form_of(draft)}slet/").status_code == 404
    assert form_of(draft) not in esben.page("/mine-sager/")
    assert Draft.objects.filter(pk=draft.pk).exists()
    cast = dorthe.cast
    for worker in (cast.anna, cast.bo, cast.carla, cast.frida):
        assert not visible_to(cast.actor(worker)).exists()


def test_employees_have_no_self_service_of_their_own(dorthe: Journey) -> None:
    draft = dorthe.begin()
    dorthe.client.force_login(dorthe.cast.anna.user)
    for address in (form_of(draft), check_of(draft), "/mine-sager/", f"/selvbetjening/{KEY}/soeg/"):
        dorthe.page(address, status=404)


def test_the_answers_are_ciphertext_in_the_database(dorthe: Journey) -> None:
    draft = dorthe.begin()
    typed = {"shown": SHOWN, "why": "Hun er syg", "child_cpr": "440218-0003", "update": "1"}
    dorthe.post(form_of(draft), typed, status=200)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM intake_draft")
        [[stored]] = cursor.fetchall()
    assert "Hun er syg" not in stored and "440218" not in stored
    assert unseal(stored)["child_cpr"] == ["440218-0003"]


def test_changed_ciphertext_does_not_open() -> None:
    whole = seal({"a": ["b"]})
    with pytest.raises(SealBroken):
        unseal(whole[:-6] + "AAAAAA")


def test_a_draft_can_be_thrown_away_with_its_files(dorthe: Journey) -> None:
    draft = dorthe.begin()
    dorthe.post(form_of(draft), {"shown": SHOWN, "papers": text_file()}, status=422)
    answer = dorthe.client.post(f"{form_of(draft)}slet/", follow=True)
    assert "Kladden er slettet." in answer.content.decode()
    assert not Draft.objects.exists() and not StoredFile.objects.exists()


def test_what_is_sent_is_emptied_and_cannot_be_thrown_away(dorthe: Journey) -> None:
    dorthe.apply()
    draft = Draft.objects.get()
    assert draft.answers == {}
    by = dorthe.cast.actor(dorthe.who)
    with pytest.raises(CaseError):
        actions.discard(draft, by=by, now=NOW)
    with pytest.raises(CaseError):
        actions.keep_answers(draft, {"price": ["1"]}, by=by, now=NOW)


def test_an_untouched_draft_is_removed_after_thirty_days(dorthe: Journey) -> None:
    draft = dorthe.begin()
    dorthe.post(form_of(draft), {"shown": SHOWN, "papers": text_file()}, status=422)
    draft.refresh_from_db()
    later = draft.changed_at + KEPT
    assert actions.remove_untouched(by=dorthe.cast.system, now=later) == 0
    later += timedelta(seconds=1)
    assert actions.remove_untouched(by=dorthe.cast.system, now=later) == 1
    assert not Draft.objects.exists() and not StoredFile.objects.exists()
    assert Entry.objects.filter(action="draft.remove-untouched").count() == 1


def test_the_nightly_job_leaves_what_is_in_use(dorthe: Journey) -> None:
    dorthe.begin()
    old = dorthe.begin()
    Draft.objects.filter(pk=old.pk).update(changed_at=NOW - KEPT * 20)
    assert upkeep.remove_old_drafts.call() == 1
    assert Draft.objects.count() == 1
    assert "remove-old-drafts" in {job.name for job, _schedule in JOBS.recurring()}


def test_only_the_system_removes_and_only_the_owner_writes(dorthe: Journey) -> None:
    draft = dorthe.begin()
    esben = dorthe.cast.actor(dorthe.cast.esben)
    with pytest.raises(NotYours):
        actions.remove_untouched(by=dorthe.cast.actor(dorthe.who), now=NOW)
    with pytest.raises(NotYours):
        actions.keep_answers(draft, {}, by=esben, now=NOW)


def test_there_is_an_end_to_how_many_one_begins(dorthe: Journey) -> None:
    for _ in range(actions.MOST_DRAFTS):
        dorthe.begin()
    whom = {"whom": str(dorthe.who.person.uuid)}
    answer = dorthe.client.post(f"/selvbetjening/{KEY}/soeg/", whom)
    assert answer.status_code == 422
    assert "Slet en af dem først." in answer.content.decode()


def test_the_log_says_that_it_was_begun_and_not_what_was_typed(dorthe: Journey) -> None:
    draft = dorthe.begin()
    dorthe.fill(form_of(draft), GOOD)
    entries = Entry.objects.filter(stream=f"drafts:{dorthe.who.id}")
    assert [entry.action for entry in entries] == ["draft.begin"]
    assert "Spejderne" not in str([entry.detail for entry in Entry.objects.all()])


def test_who_has_left_the_case_has_no_page_of_it_through_a_draft(dorthe: Journey) -> None:
    case = dorthe.asked()
    url = f"/mine-sager/{case.uuid}/trin/answer/"
    dorthe.fill(url, {"text": "Juli"})
    draft = Draft.objects.get(case=case)
    case.parties.update(valid_to=timezone.now())
    for address in (url, form_of(draft), check_of(draft)):
        assert dorthe.client.get(address, follow=True).status_code == 404
        assert dorthe.client.post(address, follow=True).status_code == 404
