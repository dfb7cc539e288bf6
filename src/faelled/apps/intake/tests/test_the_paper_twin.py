"""The same graph, on paper: printed from it, and typed in by the same checks."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from faelled.apps.intake.offers import Offer, find_offer
from faelled.apps.intake.paper import form_on_paper
from faelled.apps.intake.tests.conftest import Publish
from faelled.casework.cases.actions import use_process
from tests.cast import NOW, Cast

# The shipped graphs whose first step is a citizen's.
SHIPPED = ("aktindsigt", "skoleskift", "tabt-arbejdsfortjeneste", "tilskud")


def offer(name: str, cast: Cast, publish_graph: Publish) -> Offer | None:
    version = publish_graph((settings.CONTENT / "graphs" / f"{name}.toml").read_bytes())
    by = cast.actor(cast.frida)
    use_process(version.process, cast.disability, by=by, now=NOW, open_to_citizens=True)
    return find_offer(version.process.key, NOW)


def text_of(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_of_every_service_is_on_its_paper(
    name: str, cast: Cast, publish_graph: Publish
) -> None:
    found = offer(name, cast, publish_graph)
    assert found is not None
    answer = Client().get(f"/selvbetjening/{found.key}/papir/")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    said = "".join(text_of(answer.content).split())
    inner = [part for field in found.event.fields for part in field.fields]
    for field in [*found.event.fields, *inner]:
        if not field.value:
            assert "".join(field.label.split()) in said
        for option in field.options:
            assert "".join(option.label.split()) in said


def test_what_the_register_answers_on_the_screen_is_asked_for_on_paper(
    cast: Cast, publish_graph: Publish
) -> None:
    found = offer("tabt-arbejdsfortjeneste", cast, publish_graph)
    assert found is not None
    labels = [q.label for part in form_on_paper(found).parts for q in part.questions]
    assert "Hvad hedder barnet? (skal udfyldes)" in labels
    assert "Hvornår er barnet født? (skal udfyldes)" in labels
    asked = labels.index("Har en anden også forældremyndighed over barnet? (skal udfyldes)")
    assert asked < labels.index("Ved den anden, at du søger? (skal udfyldes)")


def test_it_can_be_read_aloud(cast: Cast, publish_graph: Publish) -> None:
    found = offer("aktindsigt", cast, publish_graph)
    assert found is not None
    pdf = PdfReader(BytesIO(Client().get("/selvbetjening/aktindsigt/papir/").content))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "da"
    assert pdf.metadata is not None and pdf.metadata.title == "Søg om aktindsigt"


def test_a_condition_stands_in_words_and_the_law_below(cast: Cast, publish_graph: Publish) -> None:
    found = offer("tabt-arbejdsfortjeneste", cast, publish_graph)
    assert found is not None
    questions = [q for part in form_on_paper(found).parts for q in part.questions]
    conditions = {q.label: q.condition for q in questions if q.condition}
    assert conditions and all(text.startswith("Svar kun, hvis »") for text in conditions.values())
    assert any(question.cites for question in questions)


def test_the_rows_that_are_only_room_must_not_be_filled_in(
    cast: Cast, publish_graph: Publish
) -> None:
    found = offer("tilskud", cast, publish_graph)
    assert found is not None
    labels = [q.label for part in form_on_paper(found).parts for q in part.questions]
    assert "Udgift 1: Beløb (skal udfyldes)" in labels
    assert "Udgift 2: Beløb" in labels and "Udgift 3: Beløb" in labels


def test_there_is_a_line_to_sign_on(cast: Cast, publish_graph: Publish) -> None:
    found = offer("skoleskift", cast, publish_graph)
    assert found is not None
    last = form_on_paper(found).parts[-1]
    assert [(q.label, q.lines) for q in last.questions] == [("Dato og underskrift", 1)]


def test_no_paper_for_what_cannot_be_applied_for(cast: Cast) -> None:
    assert Client().get("/selvbetjening/findes-ikke/papir/").status_code == 404
