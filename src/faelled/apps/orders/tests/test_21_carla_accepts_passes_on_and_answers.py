"""casework.md A.1, 21: accept, pass on, an answer that can be replaced, and done."""

import json

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from faelled.apps.orders import queries
from faelled.apps.orders.models import Order, State, Visibility
from faelled.apps.orders.tests.house import House, at_the_page
from faelled.base.audit.models import Entry
from faelled.base.files.models import StoredFile
from faelled.casework.cases.errors import NotYours, StepNotAllowed, StepRefused
from faelled.casework.cases.queries import get_visible, roles_in_case
from tests.cast import Worker


def roles(house: House, who: Worker, order: Order) -> frozenset[str]:
    return roles_in_case(house.actor(who), order.case, now=house.start)


def test_carla_must_accept_before_she_answers_or_passes_on(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    with pytest.raises(StepNotAllowed):
        house.do(order, house.cast.carla, "attach_answer", text="14")
    with pytest.raises(StepNotAllowed):
        house.do(order, house.cast.carla, "pass_on", to="Hans Riis")
    with pytest.raises(StepNotAllowed):
        house.do(order, house.cast.carla, "report_done")
    house.do(order, house.cast.carla, "accept")
    assert order.state == State.ACCEPTED


def test_only_the_recipient_accepts(house: House) -> None:
    (order,) = house.asked("Carla Holm", visibility=Visibility.UNIT)
    with pytest.raises(NotYours):
        house.do(order, house.hans, "accept")  # sees it, and is not asked
    with pytest.raises(StepNotAllowed):
        house.do(order, house.cast.anna, "accept")  # the orderer


def test_carla_passes_it_on_and_hans_must_accept_it(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.do(order, house.cast.carla, "pass_on", to="Hans Riis", why="Hans har tallene.")
    assert (order.holder, order.state) == (house.hans.employee, State.ASKED)
    assert roles(house, house.hans, order) == {"recipient"}
    assert roles(house, house.cast.carla, order) == frozenset()
    house.do(order, house.hans, "accept")
    assert order.state == State.ACCEPTED


def test_the_right_to_read_the_case_behind_it_does_not_go_along_and_anna_gives_it_anew(
    house: House,
) -> None:
    (order,) = house.asked("Carla Holm", source=house.source, open_source=True)
    house.do(order, house.cast.carla, "accept")
    house.do(order, house.cast.carla, "pass_on", to="Hans Riis")
    source = house.source.uuid
    for who in (house.cast.carla, house.hans):
        with pytest.raises(Http404):
            get_visible(house.actor(who), source, now=house.start)
    url = reverse("orders:open_source", args=[order.uuid])
    assert at_the_page(house.cast.carla).post(url).status_code == 302
    order.refresh_from_db()
    assert not order.source_open  # it is not hers to give
    anna = at_the_page(house.cast.anna)
    assert url in anna.get(reverse("orders:order", args=[order.uuid])).content.decode()
    anna.post(url)
    assert get_visible(house.actor(house.hans), source, now=timezone.now()) == house.source
    with pytest.raises(Http404):
        get_visible(house.actor(house.cast.carla), source, now=timezone.now())


def test_who_had_it_can_follow_it_and_do_nothing(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.do(order, house.cast.carla, "pass_on", to="Hans Riis")
    seen = queries.visible_to(house.actor(house.cast.carla), now=house.start)
    assert seen.filter(pk=order.pk).exists()
    with pytest.raises(NotYours):
        house.do(order, house.cast.carla, "accept")


def test_it_can_be_passed_on_to_a_whole_unit(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.do(order, house.cast.carla, "pass_on", to="It og Digitalisering (enhed)")
    assert (order.holder, order.holder_unit) == (None, house.cast.it)
    house.do(order, house.cast.frida, "accept")
    assert order.holder == house.cast.frida.employee


@pytest.mark.parametrize("name", ["Poul Andersen", "Carla Holm"])
def test_it_is_not_passed_on_to_nobody_or_to_oneself(house: House, name: str) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    with pytest.raises(StepRefused):
        house.do(order, house.cast.carla, "pass_on", to=name)
    assert order.holder == house.cast.carla.employee


def test_the_story_tells_who_had_it_when(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.do(order, house.cast.carla, "pass_on", to="Hans Riis")
    lines = list(order.case.journal.order_by("pk").values_list("short_text", flat=True))
    assert "Lukket ind i sagen: Carla Holm" in lines
    assert lines.index("Ikke længere lukket ind: Carla Holm") < lines.index(
        "Lukket ind i sagen: Hans Riis"
    )


def test_a_written_answer_becomes_a_paper(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.do(order, house.cast.carla, "attach_answer", text="Der er 14.")
    house.do(order, house.cast.carla, "report_done")
    assert order.answer is not None
    assert order.answer.versions.get().file.media_type == "application/pdf"


def test_each_swap_of_the_answer_is_logged_and_both_versions_are_kept(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    for name, content in (("Svar.txt", b"Der er 14."), ("Nyt svar.txt", b"Der er 15.")):
        house.with_file(order, house.cast.carla, name, content)
        house.do(order, house.cast.carla, "report_done")
    assert order.answer is not None
    versions = list(order.answer.versions.order_by("number"))
    assert [version.file.name for version in versions] == ["Svar.txt", "Nyt svar.txt"]
    logged = Entry.objects.filter(stream=order.case.ref, action="document.version")
    assert [json.loads(entry.detail)["sha256"] for entry in logged.order_by("pk")] == [
        version.sha256 for version in versions
    ]


def test_done_twice_with_the_same_file_is_one_version(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.with_file(order, house.cast.carla, "Svar.txt", b"Der er 14.")
    for _ in range(2):
        house.do(order, house.cast.carla, "report_done")
    assert order.answer is not None
    assert order.answer.versions.count() == 1


def test_a_file_is_kept_once_and_is_the_answer(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.with_file(order, house.cast.carla, "Svar.txt", b"Der er 14.")
    house.do(order, house.cast.carla, "report_done")
    assert order.answer is not None
    assert order.answer.versions.get().file == StoredFile.objects.get()


def test_the_orderers_side_reads_the_answer_when_it_is_done_and_not_before(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.do(order, house.cast.carla, "attach_answer", text="Vist nok 13.")
    pages = [reverse("orders:order", args=[order.uuid]), f"/sager/{order.case.uuid}/"]
    for url in pages:
        assert "Vist nok 13." in at_the_page(house.cast.carla).get(url).text
        for who in (house.cast.anna, house.gitte, house.cast.bo):
            assert "Vist nok 13." not in at_the_page(who).get(url).text
    house.do(order, house.cast.carla, "report_done")
    assert "Svar.pdf" in at_the_page(house.cast.anna).get(pages[0]).text


def test_only_who_writes_the_answer_opens_the_file_before_it_is_done(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    url = reverse("orders:draft", args=[order.uuid])
    assert at_the_page(house.cast.carla).get(url).status_code == 404
    house.with_file(order, house.cast.carla, "Svar.txt", b"Der er 14.")
    assert "Svar.txt" in at_the_page(house.cast.carla).get(url.replace("svaret/", "")).text
    assert at_the_page(house.cast.carla).get(url).content == b"Der er 14."
    for who in (house.cast.anna, house.gitte, house.hans):
        assert at_the_page(who).get(url).status_code == 404
    house.do(order, house.cast.carla, "report_done")
    assert at_the_page(house.cast.carla).get(url).status_code == 404


def test_an_empty_answer_is_refused(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    with pytest.raises(StepRefused, match="Skriv svaret"):
        house.do(order, house.cast.carla, "attach_answer", text=" ")
    assert order.answer is None


def test_nobody_answers_with_a_file_that_another_sent_in(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    house.with_file(order, house.cast.carla, "Svar.txt", b"Der er 14.")
    (other,) = house.asked("Hans Riis")
    house.do(other, house.hans, "accept")
    file = StoredFile.objects.get()
    with pytest.raises(StepRefused):
        house.do(other, house.hans, "attach_answer", file=str(file.uuid))
    assert other.answer is None


def test_done_is_reported_once_there_is_an_answer(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    house.do(order, house.cast.carla, "accept")
    with pytest.raises(StepNotAllowed):
        house.do(order, house.cast.carla, "report_done")
    house.answered(order, house.cast.carla)
    assert order.state == State.ANSWERED
