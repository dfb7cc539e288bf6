from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from lxml.html import HtmlElement

from faelled.base.ui.fieldview import LOOKS, Attached
from faelled.base.ui.tests.page import html, words
from faelled.lib.dcr.graph import Citation, Field, FieldType, Option

YES_NO = (Option("a", "Ja tak"), Option("b", "Nej tak"))
MANY = tuple(Option(str(n), f"Nummer {n}") for n in range(7))


def ask(field: Field, tag: str = "{% field f %}", **context: Any) -> HtmlElement:
    return html(tag, f=field, **context)


def described(page: HtmlElement, control: HtmlElement) -> str:
    """What a screen reader says after the label."""
    ids = control.get("aria-describedby", "").split()
    return " ".join(words(page.get_element_by_id(one)) for one in ids)


@pytest.mark.parametrize("kind", list(FieldType))
def test_every_type_has_a_look_and_a_control_with_the_fields_name(kind: FieldType) -> None:
    assert kind in LOOKS
    page = ask(Field("answer", "Hvad er svaret?", kind, options=YES_NO))
    controls = page.xpath(".//input|.//textarea|.//select")
    assert {control.get("name") for control in controls} == {"answer"}
    assert controls[0].get("id") == "felt-answer"


@pytest.mark.parametrize("kind", list(FieldType))
def test_every_control_has_a_label_in_words(kind: FieldType) -> None:
    page = ask(Field("answer", "Hvad er svaret?", kind, options=YES_NO))
    for control in page.xpath(".//input|.//textarea|.//select"):
        labels = page.xpath(f".//label[@for='{control.get('id')}']")
        assert labels and all(words(label) for label in labels)
    assert "Hvad er svaret?" in words(page)


def test_the_error_stands_by_the_field_and_is_read_with_it() -> None:
    page = ask(
        Field("hours", "Timer om ugen", FieldType.INTEGER, help="Et helt tal."),
        "{% field f value=v error=e %}",
        v="mange",
        e="Skriv et helt tal, for eksempel 12.",
    )
    control = page.get_element_by_id("felt-hours")
    assert control.get("value") == "mange"
    assert control.get("aria-invalid") == "true"
    assert described(page, control) == "Et helt tal. Fejl: Skriv et helt tal, for eksempel 12."


def test_where_a_filled_in_answer_is_from_is_read_with_it() -> None:
    page = ask(Field("name", "Navn"), "{% field f value=v source=s %}", v="Emil", s="Fra CPR.")
    control = page.get_element_by_id("felt-name")
    assert described(page, control) == "Fra CPR. Ret det, hvis det er forkert."


def test_what_was_typed_is_escaped() -> None:
    typed = '"><script>alert(1)</script>'
    page = ask(Field("name", "Navn"), "{% field f value=v %}", v=typed)
    assert page.get_element_by_id("felt-name").get("value") == typed
    assert not page.xpath(".//script")


def test_a_long_text_keeps_its_lines() -> None:
    page = ask(Field("why", "Hvorfor?", FieldType.LONGTEXT), "{% field f value=v %}", v="a\n\nb")
    assert page.get_element_by_id("felt-why").text_content().lstrip("\n") == "a\n\nb"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (FieldType.DATE, date(2026, 3, 4), "04-03-2026"),
        (FieldType.AMOUNT, Decimal("1234.50"), "1234,50"),
        (FieldType.INTEGER, 12, "12"),
        (FieldType.TEXT, ["det sidste"], "det sidste"),
        (FieldType.TEXT, None, ""),
    ],
)
def test_a_stored_value_stands_as_one_would_type_it(
    kind: FieldType, value: object, shown: str
) -> None:
    page = ask(Field("x", "X", kind), "{% field f value=v %}", v=value)
    assert page.get_element_by_id("felt-x").get("value") == shown


def test_a_boolean_is_yes_or_no_and_not_answered_at_first() -> None:
    field = Field("home", "Bor barnet hjemme?", FieldType.BOOLEAN, required=True)
    assert not ask(field).xpath(".//input[@checked]")
    page = ask(field, "{% field f value=v %}", v=False)
    assert page.xpath(".//input[@checked]/@value") == ["false"]


def test_a_few_choices_are_radio_buttons_and_many_are_a_list() -> None:
    few = ask(Field("x", "X", FieldType.CHOICE, options=YES_NO), "{% field f value='b' %}")
    assert few.xpath(".//input[@type='radio'][@checked]/@value") == ["b"]
    many = ask(Field("x", "X", FieldType.CHOICE, options=MANY), "{% field f value='3' %}")
    assert many.xpath(".//option[@selected]/@value") == ["3"]
    assert words(many.xpath(".//option")[0]) == "Vælg"


def test_several_choices_stay_chosen() -> None:
    page = ask(
        Field("x", "X", FieldType.CHOICES, options=MANY), "{% field f value=v %}", v=["1", "5"]
    )
    assert page.xpath(".//input[@checked]/@value") == ["1", "5"]


def test_a_question_says_why_it_is_asked_and_whether_it_must_be_answered() -> None:
    field = Field("x", "Diagnose", cites=(Citation("barnets lov", "§ 87, stk. 1"),))
    assert "Derfor spørger vi: barnets lov § 87, stk. 1" in words(ask(field))
    assert "(frivilligt)" in words(ask(field))
    page = ask(field, "{% field f required=True %}")
    assert "(frivilligt)" not in words(page)
    assert page.get_element_by_id("felt-x").get("required") is not None


def test_a_file_field_speaks_the_page_s_language_and_not_the_browser_s() -> None:
    page = ask(Field("papers", "Papirer", FieldType.FILE))
    [control] = page.xpath(".//input[@type='file']")
    question, button = page.xpath(f".//label[@for='{control.get('id')}']")
    assert words(question).startswith("Papirer") and words(button) == "Vælg filer"
    [chosen] = page.xpath(".//output")
    assert words(chosen) == chosen.get("data-none") == "Ingen fil er valgt"
    # Without JavaScript nobody but the browser knows which file was chosen: we say whose words.
    [said] = page.xpath(".//noscript")
    assert words(said) == "Din browser skriver her, hvad du har valgt:"


def test_a_file_that_came_before_can_be_kept_or_dropped() -> None:
    page = ask(
        Field("doc", "Udtalelse", FieldType.FILE, required=True),
        "{% field f attached=files %}",
        files=[Attached("f1", "læge.pdf")],
    )
    [kept] = page.xpath(".//input[@type='checkbox']")
    assert (kept.get("name"), kept.get("value"), kept.get("checked")) == ("doc", "f1", "checked")
    assert "Behold læge.pdf" in words(page)
    assert "højst fylde 20 MB" in str(page.get_element_by_id("felt-doc").get("data-too-big"))


def test_two_forms_on_one_page_are_kept_apart() -> None:
    page = ask(Field("x", "X"), "{% field f prefix='a-' %}{% field f prefix='b-' %}")
    assert page.xpath(".//input/@name") == ["a-x", "b-x"]


def test_the_summary_links_to_each_field_with_an_error() -> None:
    errors = {"hours": "Skriv et tal.", "x": ["Vælg.", "Og igen."], "": "Nogen kom først."}
    page = html("{% error_summary errors prefix='a-' %}", errors=errors)
    assert page.xpath(".//a/@href") == ["#felt-a-hours", "#felt-a-x", "#felt-a-x"]
    assert "Nogen kom først." in words(page)


@pytest.mark.parametrize("errors", [{}, None])
def test_no_errors_show_no_summary(errors: dict[str, str] | None) -> None:
    assert words(html("{% error_summary errors %}", errors=errors)) == ""
