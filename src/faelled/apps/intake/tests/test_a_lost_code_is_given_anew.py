"""A guest who has lost the code asks again; a caseworker gives a new one and the old one dies."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from faelled.apps.intake import guest_secrets as secrets
from faelled.apps.intake.guest_codes import (
    ASKED_A_DAY,
    find_by_code,
    forget_old_tries,
    lost_code,
)
from faelled.apps.intake.models import Guest, GuestTry
from faelled.apps.intake.tests.guest_journey import Stranger
from faelled.base.audit.models import Entry
from faelled.casework.cases.models import Case
from tests.cast import Cast, Worker

LOST = "/uden-log-in/ny-kode/"


def at_desk(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def given(who: Worker, case: Case, status: int = 200) -> str:
    answer = at_desk(who).post(f"{LOST}{case.uuid}/")
    assert answer.status_code == status
    return answer.content.decode()


def code_on(page: str) -> str:
    return page.partition("Kode <strong>")[2].partition("<")[0]


def test_a_caseworker_gives_a_new_code_and_the_old_one_dies(stranger: Stranger, cast: Cast) -> None:
    number, old = stranger.apply()
    case = Case.objects.get()
    assert "Giv en ny kode" in at_desk(cast.anna).get(f"/sager/{case.uuid}/").text
    page = given(cast.anna, case)
    new = code_on(page)
    assert "Gæst Gæstesen" in page and new != old
    assert "passer ikke sammen" in stranger.follow(number, old, status=422)
    stranger.follow(number, new)
    assert Entry.objects.filter(stream=case.ref, action="guest.new-code").count() == 1
    line = case.journal.latest("pk")
    assert "Ny kode" in line.short_text and new not in line.short_text + line.text


def test_nobody_else_gives_one(stranger: Stranger, cast: Cast) -> None:
    number, code = stranger.apply()
    given(cast.carla, Case.objects.get(), status=404)
    assert Client().post(f"{LOST}{Case.objects.get().uuid}/").status_code in (302, 403)
    stranger.follow(number, code)


def test_who_has_lost_it_asks_and_the_caseworker_owes_a_letter(
    stranger: Stranger, cast: Cast
) -> None:
    number, code = stranger.apply()
    known = stranger.client.post(LOST, {"number": number})
    unknown = stranger.client.post(LOST, {"number": "2026-99999"})
    assert known.status_code == unknown.status_code == 200
    said = [page.text.partition("<main")[2].partition("</main>")[0] for page in (known, unknown)]
    assert said[0] == said[1] and "sender vi et brev" in said[0]
    case = Case.objects.get()
    assert [task.label for task in case.tasks.filter(outside=True)] == [
        "Send ansøgeren en ny kode til at følge sagen"
    ]
    stranger.follow(number, code)
    given(cast.anna, case)
    assert not case.tasks.filter(outside=True).exists()


def test_asking_again_and_again_is_one_task_and_then_nothing(stranger: Stranger) -> None:
    number, _code = stranger.apply()
    for _ in range(ASKED_A_DAY + 2):
        assert stranger.client.post(LOST, {"number": number}).status_code == 200
    assert Case.objects.get().tasks.filter(outside=True).count() == 1
    assert GuestTry.objects.count() == ASKED_A_DAY
    assert forget_old_tries(now=timezone.now()) == 0
    assert stranger.client.post(LOST, {"number": ""}).status_code == 422


def test_a_cpr_number_typed_in_its_place_is_not_kept_with_the_job(
    stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(lost_code.__class__, "enqueue", lambda _task, number: asked.append(number))
    assert stranger.client.post(LOST, {"number": "410384-0002"}).status_code == 200
    assert len(asked) == 1 and "0002" not in asked[0]


def test_a_code_is_kept_as_a_password_is_and_those_from_before_open(stranger: Stranger) -> None:
    """ASVS 5.0, 6.5.2: a slow hash with a salt over the digest, also of codes given before that."""
    number, code = stranger.apply()
    guest = Guest.objects.get(case__number=number)
    digest = secrets.digest("code", code.replace("-", ""))
    assert digest not in guest.code_digest
    assert secrets.code_digest(code) != secrets.code_digest(code)
    Guest.objects.filter(pk=guest.pk).update(code_digest=digest)
    hashes = import_module("faelled.apps.intake.migrations.0004_keep_codes_as_passwords_are_kept")
    hashes.hash_digests(apps, None)
    assert find_by_code(number, code.lower(), source="a", now=timezone.now()) == guest


def test_a_number_that_nobody_has_is_hashed_for_as_well(
    stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the time of an answer does not tell which numbers are a guest's."""
    number, _code = stranger.apply()
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for tried in (number, "2026-99999"):
        hashed.clear()
        assert find_by_code(tried, "AAAAA-AAAAA", source="a", now=timezone.now()) is None
        assert len(hashed) == 1
