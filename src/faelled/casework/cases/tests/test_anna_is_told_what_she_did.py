"""Anna works between two phone calls: each press says what it did, and what is wrong, where."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, JournalKind
from faelled.casework.cases.tests.house import House
from tests.cast import NOW


def summary_of(page: str) -> str:
    return page.partition("error-summary__list")[2].partition("</ul>")[0]


def note(client: Client, case: Case, key: str, text: str) -> int:
    form = {"idempotency_key": key, "short_text": "Ringede", "text": text}
    return client.post(reverse("cases:note", args=[case.uuid]), form).status_code


def notes(case: Case) -> list[str]:
    lines = case.journal.filter(kind=JournalKind.NOTE).order_by("pk")
    return list(lines.values_list("text", flat=True))


def test_a_note_that_is_sent_twice_is_one_note(house: House, client: Client) -> None:
    case, key = house.case(), str(uuid4())
    client.force_login(house.cast.anna.user)
    assert [note(client, case, key, "Intet svar") for _ in range(2)] == [302, 302]
    assert notes(case) == ["Intet svar"]


def test_who_goes_back_and_writes_other_words_loses_none(house: House, client: Client) -> None:
    case, key = house.case(), str(uuid4())
    client.force_login(house.cast.anna.user)
    note(client, case, key, "Intet svar")
    note(client, case, key, "Hun ringede tilbage")
    assert notes(case) == ["Intet svar", "Hun ringede tilbage"]


def test_the_same_call_an_hour_later_is_a_note_of_its_own(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    for _call in range(2):
        note(client, case, str(uuid4()), "Intet svar")
    assert notes(case) == ["Intet svar", "Intet svar"]


def test_two_colleagues_with_one_key_write_a_line_each(house: House) -> None:
    case, key = house.case(), uuid4()
    for who in (house.cast.anna, house.cast.bo):
        actions.add_note(
            case, by=house.cast.actor(who), now=NOW, short_text="Ringede", text="x", key=key
        )
    assert notes(case) == ["x", "x"]


def test_a_note_without_words_says_which_field_is_empty(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    page = client.post(reverse("cases:note", args=[case.uuid]), {"short_text": "Ringede"}).text
    assert "Notat – Skriv et svar." in summary_of(page)
    assert "Kort om hvad" not in summary_of(page)
    assert 'value="Ringede"' in page


def test_a_step_without_an_answer_says_which_one(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    page = client.post(reverse("cases:step", args=[case.uuid, "apply"]), {"seen_seq": "0"})
    assert page.status_code == 422
    assert "Beløb – " in summary_of(page.text)


def test_what_became_of_the_case_is_said(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    for change, said in (
        ("bero", "Sagen er sat i bero."),
        ("genoptag", "Sagen er genoptaget."),
        ("afslut", "Sagen er afsluttet."),
        ("genaabn", "Sagen er genåbnet."),
    ):
        address = reverse("cases:status", args=[case.uuid, change])
        page = client.post(address, {"reason": "Aftalt", "until": "2099-01-01"}, follow=True)
        assert said in page.text


def test_who_got_the_case_is_said(house: House, client: Client) -> None:
    case, anna = house.case(), house.cast.anna
    client.force_login(anna.user)
    page = client.get(reverse("cases:case", args=[case.uuid])).text
    assert page.index("Tag sagen") < page.index("Det kan du gøre nu")
    taken = client.post(reverse("cases:take", args=[case.uuid]), follow=True).text
    assert "Du har fået sagen." in taken
    assert "Tag sagen" not in taken
    given = {"employee": house.cast.anna.employee.pk}
    page = client.post(reverse("cases:assign", args=[case.uuid]), given, follow=True).text
    assert "Anna Dam har fået sagen." in page


def test_a_note_is_one_press_from_the_head_of_the_case(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.anna.user)
    page = client.get(reverse("cases:case", args=[case.uuid])).text
    assert page.index("Skriv notat") < page.index("Det kan du gøre nu")
    form = client.get(reverse("cases:note", args=[case.uuid])).text
    assert f"{case.number} {case.title}</a>" in form
