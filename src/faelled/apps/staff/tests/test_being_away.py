"""Bo writes that he is away; his unit sees it, Erik is told, and whoever is ill is helped."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localtime

from faelled.apps.staff.weeks import Week, hours_on, week_of
from faelled.base.people import actions
from faelled.base.people.models import Substitution
from faelled.lib.dates import COPENHAGEN
from tests.cast import Cast, Worker, worker

HOUR = timedelta(hours=1)
MAY = date(2026, 5, 4)


def at(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def words(moment: datetime) -> str:
    return localtime(moment).strftime("%d-%m-%Y %H.%M")


def post(who: Worker, absent: Worker, stand_in: Worker, start: str, end: str) -> tuple[int, str]:
    answer = at(who).post(
        f"/medarbejdere/fravaer/nyt/{absent.employee.uuid}/",
        {
            "starts_at": start,
            "ends_at": end,
            "stand_in": str(stand_in.employee.pk),
            "reason": "Ferie",
        },
    )
    return answer.status_code, answer.content.decode()


def test_a_list_that_is_cut_says_so(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    gitte = worker(people.disability, "Gitte Bang", role="caseworker")
    assert "Kun de første" not in at(gitte).get("/medarbejdere/fravaer/").content.decode()
    monkeypatch.setattr("faelled.apps.staff.views.absences.MOST", 1)
    page = at(gitte).get("/medarbejdere/fravaer/").content.decode()
    assert "Kun de første 1 efter navn er vist" in page


def test_bo_writes_that_he_is_away_from_now_to_the_minute(people: Cast) -> None:
    end = timezone.now().replace(second=0, microsecond=0) + timedelta(days=2)
    assert post(people.bo, people.bo, people.erik, "", words(end))[0] == 302
    row = Substitution.objects.get()
    assert row.ends_at == end
    assert abs(row.starts_at - timezone.now()) < timedelta(minutes=1)
    page = at(people.bo).get("/medarbejdere/fravaer/").content.decode()
    assert "Erik Munk" in page
    assert "Jeg er tilbage nu" in page


def test_what_is_in_the_way_is_said_and_nothing_typed_is_lost(people: Cast) -> None:
    end = words(timezone.now() + timedelta(days=2))
    post(people.bo, people.bo, people.erik, "", end)
    status, page = post(people.bo, people.bo, people.carla, "", end)
    assert status == 422
    assert "Bo Lind har allerede fravær" in page
    assert f'value="{end}"' in page
    assert "Ferie" in page
    assert Substitution.objects.count() == 1


def test_an_hour_that_the_clock_skips_is_refused_by_name(people: Cast) -> None:
    status, page = post(people.bo, people.bo, people.erik, "28-03-2027 2.30", "29-03-2027 9.00")
    assert status == 422
    assert "sommertid" in page


def test_erik_is_told_on_his_first_page(people: Cast) -> None:
    post(people.bo, people.bo, people.erik, "", words(timezone.now() + timedelta(days=2)))
    page = at(people.erik).get("/", follow=True).content.decode()
    assert "Du er stedfortræder for Bo Lind" in page
    assert "Du er stedfortræder" not in at(people.anna).get("/", follow=True).content.decode()


def test_bo_does_it_for_anna_who_fell_ill_and_frida_for_anybody(people: Cast) -> None:
    gitte = worker(people.disability, "Gitte Bang", role="caseworker")
    end = words(timezone.now() + timedelta(hours=5))
    assert post(people.bo, people.anna, gitte, "", end)[0] == 302
    assert post(people.frida, people.bo, people.erik, "", end)[0] == 302
    assert Substitution.objects.count() == 2


@pytest.mark.parametrize("who", ["anna", "carla", "erik"])
def test_others_do_not_find_bo_s_form(people: Cast, who: str) -> None:
    someone: Worker = getattr(people, who)
    end = words(timezone.now() + timedelta(hours=5))
    assert post(someone, people.bo, people.anna, "", end)[0] == 404
    assert not Substitution.objects.exists()


def running(people: Cast) -> Substitution:
    now = timezone.now()
    return actions.add_substitution(
        people.bo.employee,
        people.erik.employee,
        starts_at=now - HOUR,
        ends_at=now + HOUR,
        reason="Kursus",
        by=people.system,
        now=now,
    )


def test_back_early_the_stand_in_loses_it_at_the_next_request(people: Cast) -> None:
    row = running(people)
    erik = at(people.erik)
    erik.post("/paa-vegne-af/", {"principal": people.bo.id})
    assert "på vegne af" in erik.get("/medarbejdere/fravaer/").content.decode()
    assert at(people.bo).post(f"/medarbejdere/fravaer/{row.pk}/afslut/").status_code == 302
    assert "handler på vegne af" not in erik.get("/medarbejdere/fravaer/").content.decode()


@pytest.mark.parametrize("who", ["anna", "carla", "erik"])
def test_nobody_else_ends_it(people: Cast, who: str) -> None:
    row = running(people)
    someone: Worker = getattr(people, who)
    assert at(someone).post(f"/medarbejdere/fravaer/{row.pk}/afslut/").status_code == 404
    row.refresh_from_db()
    assert row.ends_at > timezone.now()


def test_the_unit_s_week_shows_who_stands_in_and_not_why(people: Cast) -> None:
    running(people)
    unit = people.children_and_families.uuid
    page = at(people.frida).get(f"/medarbejdere/fravaer/?enhed={unit}").content.decode()
    assert "Bo Lind" in page
    assert "Erik Munk" in page
    assert "Kursus" not in page


def test_carla_sees_no_week_of_bo_s_unit(people: Cast) -> None:
    running(people)
    unit = people.children_and_families.uuid
    page = at(people.carla).get(f"/medarbejdere/fravaer/?enhed={unit}").content.decode()
    assert "Bo Lind" not in page
    assert "Teknik og Miljø" in page


def test_forty_people_cost_no_more_questions_than_four(people: Cast) -> None:
    for number in range(40):
        worker(people.disability, f"Nr{number} Bang", role="caseworker")
    client = at(people.bo)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/medarbejdere/fravaer/?enhed={people.disability.uuid}")
    assert page.content.decode().count(" Bang") >= 40
    assert len(asked) <= 23


@pytest.mark.parametrize("key", ["", "x", "2026-W99", "0001-W01", "9999-W52", "2026-05-04"])
def test_what_is_no_week_is_this_week(key: str) -> None:
    assert week_of(key, date(2026, 5, 7)) == Week(MAY)


def test_a_week_is_named_and_walked() -> None:
    assert week_of("2026-W19", date(2030, 1, 1)) == Week(MAY)
    assert (Week(MAY).key, Week(MAY).before.key, Week(MAY).after.number) == (
        "2026-W19",
        "2026-W18",
        20,
    )


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ((4, 9, 0), (4, 12, 30), "9.00–12.30"),
        ((3, 9, 0), (5, 9, 0), "hele dagen"),
        ((4, 13, 0), (6, 9, 0), "fra 13.00"),
        ((3, 9, 0), (4, 8, 15), "0.00–8.15"),
        ((5, 0, 0), (6, 0, 0), ""),
        ((3, 0, 0), (4, 0, 0), ""),
    ],
)
def test_a_day_s_part_in_words(
    start: tuple[int, int, int], end: tuple[int, int, int], said: str
) -> None:
    def moment(day: int, hour: int, minute: int) -> datetime:
        return datetime(2026, 5, day, hour, minute, tzinfo=COPENHAGEN)

    assert hours_on(MAY, moment(*start), moment(*end)) == said
