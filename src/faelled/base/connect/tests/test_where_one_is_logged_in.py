"""Dorthe sees where she is logged in, and ends what is not hers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.refusals import Refused
from faelled.base.audit.queries import about
from faelled.base.connect.log_ins.actions import end_all_of
from faelled.base.connect.log_ins.devices import device_words
from faelled.base.connect.log_ins.store import BEGUN
from faelled.base.connect.models import LogIn
from faelled.base.people.models import User
from tests.cast import NOW, Cast, worker

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1"
OFFICE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"


def browser(user: User, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.force_login(user)
    assert client.get("/mine-log-ind/").status_code == 200
    return client


def test_each_browser_is_a_line_and_this_one_is_marked(cast: Cast) -> None:
    browser(cast.dorthe.user, PHONE)
    page = browser(cast.dorthe.user, OFFICE).get("/mine-log-ind/").content.decode()
    assert page.count("Logget ind ") == 2
    assert "Safari, iPhone" in page
    assert "Edge, Windows" in page
    assert page.count("Den, du bruger nu") == 1


def test_the_key_of_a_session_stands_on_no_page(cast: Cast) -> None:
    here = browser(cast.dorthe.user, OFFICE)
    page = here.get("/mine-log-ind/").content.decode()
    assert all(key not in page for key in LogIn.objects.values_list("session_key", flat=True))


def test_a_lost_phone_is_logged_out_and_the_office_goes_on(cast: Cast) -> None:
    phone, office = browser(cast.dorthe.user, PHONE), browser(cast.dorthe.user, OFFICE)
    number = LogIn.objects.get(device="Safari, iPhone").number
    answer = office.post("/mine-log-ind/afslut/", {"number": str(number)}, follow=True)
    assert "Den er logget ud." in answer.content.decode()
    assert phone.get("/mine-log-ind/").status_code == 302
    assert office.get("/mine-log-ind/").status_code == 200
    assert "end-log-ins" in [entry.action for entry in about(f"user:{cast.dorthe.id}")]


def test_all_the_others_go_at_once(cast: Cast) -> None:
    others = [browser(cast.dorthe.user, PHONE) for _ in range(3)]
    office = browser(cast.dorthe.user, OFFICE)
    office.post("/mine-log-ind/afslut/", {"number": ""})
    assert office.get("/mine-log-ind/").status_code == 200
    assert [other.get("/mine-log-ind/").status_code for other in others] == [302, 302, 302]


def test_ending_this_one_is_logging_out(cast: Cast) -> None:
    office = browser(cast.dorthe.user, OFFICE)
    number = LogIn.objects.get().number
    assert office.post("/mine-log-ind/afslut/", {"number": str(number)})["Location"] == "/"
    assert office.get("/mine-log-ind/").status_code == 302


def test_carla_neither_sees_nor_ends_what_is_annas(cast: Cast) -> None:
    annas = browser(cast.anna.user, OFFICE)
    carla = browser(cast.carla.user, PHONE)
    number = LogIn.objects.get(user=cast.anna.user).number
    assert str(number) not in carla.get("/mine-log-ind/").content.decode()
    carla.post("/mine-log-ind/afslut/", {"number": str(number)})
    assert annas.get("/mine-log-ind/").status_code == 200


def test_a_word_that_is_no_number_is_not_found(cast: Cast) -> None:
    office = browser(cast.dorthe.user, OFFICE)
    assert office.post("/mine-log-ind/afslut/", {"number": "alle"}).status_code == 404
    assert office.get("/mine-log-ind/").status_code == 200


def test_what_has_run_out_is_not_a_log_in(cast: Cast) -> None:
    browser(cast.dorthe.user, PHONE)
    LogIn.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    page = browser(cast.dorthe.user, OFFICE).get("/mine-log-ind/").content.decode()
    assert "iPhone" not in page


def people_manager(cast: Cast) -> Actor:
    gerda = worker(
        cast.technical, "Gerda Bang", role="caseworker", can=(Capability.MANAGE_PEOPLE,), now=NOW
    )
    return cast.actor(gerda)


def test_who_manages_people_ends_all_of_one_who_left(cast: Cast) -> None:
    annas = [browser(cast.anna.user, OFFICE), browser(cast.anna.user, PHONE)]
    bos = browser(cast.bo.user, OFFICE)
    assert end_all_of(cast.anna.user, by=people_manager(cast), now=NOW) == 2
    assert [one.get("/mine-log-ind/").status_code for one in annas] == [302, 302]
    assert bos.get("/mine-log-ind/").status_code == 200


def test_nobody_else_does(cast: Cast) -> None:
    annas = browser(cast.anna.user, OFFICE)
    with pytest.raises(Refused):
        end_all_of(cast.anna.user, by=cast.actor(cast.carla), now=NOW)
    assert annas.get("/mine-log-ind/").status_code == 200


@pytest.mark.parametrize("agent", ["", "<script>alert(1)</script>", "x" * 10_000])
def test_what_the_browser_calls_itself_is_never_shown(agent: str) -> None:
    assert device_words(agent) == ""


def ends_in(client: Client) -> timedelta:
    return LogIn.objects.get().expire_date - timezone.now()


def moved(**columns: object) -> None:
    LogIn.objects.update(**columns)


def test_who_works_on_stays_logged_in(cast: Cast) -> None:
    office = browser(cast.anna.user, OFFICE)
    moved(expire_date=timezone.now() + timedelta(minutes=20))
    office.get("/mine-log-ind/")
    assert ends_in(office) > timedelta(minutes=55)


def test_a_busy_person_costs_a_write_now_and_then_only(cast: Cast) -> None:
    office = browser(cast.anna.user, OFFICE)
    end = timezone.now() + timedelta(minutes=57)
    moved(expire_date=end)
    office.get("/mine-log-ind/")
    assert LogIn.objects.get().expire_date == end


def test_a_page_that_asks_by_itself_keeps_nobody_logged_in(cast: Cast) -> None:
    office = browser(cast.anna.user, OFFICE)
    moved(expire_date=timezone.now() + timedelta(minutes=20))
    office.get("/mine-log-ind/", headers={"hx-request": "true"})
    assert ends_in(office) < timedelta(minutes=21)


def test_nobody_stays_for_days(cast: Cast) -> None:
    """However often they use it, or ask to stay (ASVS 5.0, 7.3.2)."""
    office = browser(cast.anna.user, OFFICE)
    session = office.session
    session[BEGUN] = (timezone.now() - timedelta(hours=11, minutes=50)).isoformat()
    session.save()
    office.post("/bliv-logget-ind/")
    office.get("/mine-log-ind/")
    assert ends_in(office) <= timedelta(minutes=10)
