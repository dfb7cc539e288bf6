"""The words of a letter: right, whole, accessible, and nobody's text is ever markup."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from pypdf import PdfReader
from pypdf.generic import StreamObject

from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.models import Case
from faelled.casework.documents.letter_files import (
    LetterError,
    all_letters,
    letter_text,
    parse_letter,
    unknown_placeholders,
)
from faelled.casework.documents.letters import (
    Letter,
    To,
    case_link,
    letter_from_json,
    write_letter,
)
from faelled.casework.documents.pdf import PdfError, ReceiptPage, render_letter, render_receipt
from faelled.casework.documents.tests.office import Office
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Marking
from faelled.lib.dcr.formats import native
from tests.cast import NOW

DORTHE = To("Dorthe Friis", ("Engvej 7", "9999 Fælleskøbing"))


def written(case: Case, letter_id: str = "afgoerelse", to: To = DORTHE) -> Letter:
    case.refresh_from_db()
    marking = Marking.from_json(case.marking)
    return write_letter(
        letter_text(letter_id), case, graph_for(case.version_id), marking, to, now=NOW
    )


def words_of(letter: Letter) -> str:
    return " ".join(
        text for block in letter.blocks for text in (block.heading, *sum(block.parts, ()))
    )


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def metadata(pdf: PdfReader) -> bytes:
    """The XMP packet."""
    stream = pdf.root_object["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    return stream.get_data()


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(data).pages)


def test_the_cases_words_stand_in_the_letter(office: Office) -> None:
    case = office.drafted(considerations="Emil passes hjemme.", facts="Lægens brev.")
    letter = written(case)
    words = words_of(letter)
    assert letter.title == "Afgørelse: Tabt arbejdsfortjeneste"
    assert "Du får ikke hjælp til dækning" in words
    assert "Emil passes hjemme." in words
    assert (letter.case_number, letter.date) == (case.number, "4. maj 2026")
    assert letter.recipient == ("Dorthe Friis", "Engvej 7", "9999 Fælleskøbing")


def test_a_paragraph_whose_value_nobody_gave_is_left_out(office: Office) -> None:
    assert "Begrundelse" not in words_of(written(office.drafted()))
    assert "Begrundelse" in words_of(written(office.drafted(considerations="Fordi.")))


def test_a_decision_against_somebody_has_the_complaint_guidance(office: Office) -> None:
    """Casework 8.22; forvaltningsloven § 25: promised and there, as one block of its own."""
    case = office.drafted("refused")
    letter = written(case)
    (guidance,) = [block for block in letter.blocks if block.guidance]
    assert "Ankestyrelsen" in words_of(letter)
    assert len(guidance.parts) == 2
    assert case_link(case) in words_of(letter)
    dispatch = office.sent(case)
    assert (dispatch.complaint, dispatch.complaint_cites) == (
        "P4W",
        "retssikkerhedsloven § 67, stk. 1",
    )


def test_a_decision_that_grants_all_has_none_and_no_deadline_runs(office: Office) -> None:
    """Forvaltningsloven §§ 22 and 25 ask for it only in a decision that does not grant all."""
    case = office.drafted("granted", hours="12", amount="8000", period_from="2026-06-01")
    assert not written(case).has_guidance
    dispatch = office.sent(case)
    assert (dispatch.complaint, dispatch.complaint_until) == ("", None)


LETTER = """
id = "prove"
version = "1.0.0"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
title = "Brev"
kind = "information"
[[paragraphs]]
text = "{text}"
"""


@pytest.mark.parametrize(
    "text",
    [
        LETTER.replace("{text}", "Hej {party.cpr}"),
        LETTER.replace("{text}", "Hej {__class__}"),
        LETTER.replace("{text}", "Hej {a.b.c}"),
        LETTER.replace("{text}", "Hej {"),
        LETTER.replace("{text}", "Hej } {x}"),
        LETTER.replace("{text}", ""),
        LETTER.replace("{text}", "Hej") + 'shout = "x"',
        LETTER.replace("{text}", "Hej") + 'when = "1 +"',
        LETTER.replace('kind = "information"\n', ""),
        LETTER.replace('kind = "information"', 'kind = "information"\ncolour = "red"'),
        LETTER.replace('"information"', '"decision"').replace("{text}", "Uden vejledning"),
        LETTER.replace('id = "prove"', 'id = "andet"'),
        "not toml",
    ],
)
def test_a_letter_that_is_not_right_is_not_read(text: str) -> None:
    if "{party.cpr}" in text:
        letter = parse_letter(text, "prove")
        assert letter.paragraphs[0].text == "Hej {party.cpr}"
        return
    with pytest.raises(LetterError):
        parse_letter(text, "prove")


def test_a_placeholder_that_the_rules_have_no_field_for_is_refused(office: Office) -> None:
    case = office.drafted()
    text = parse_letter(LETTER.replace("{text}", "Hej {party.cpr} og {apply.missing}"), "prove")
    assert unknown_placeholders(text, graph_for(case.version_id)) == ["apply.missing", "party.cpr"]
    with pytest.raises(LetterError, match=r"party\.cpr"):
        write_letter(
            text, case, graph_for(case.version_id), Marking.from_json(case.marking), DORTHE, now=NOW
        )


def test_guidance_is_never_left_out_for_want_of_a_value(office: Office) -> None:
    text = parse_letter(
        LETTER.replace("{text}", "Hej")
        + '[[paragraphs]]\ntext = "Klag, {apply.child_name}"\ncites = ["forvaltningsloven § 25"]',
        "prove",
    )
    case = office.case()
    with pytest.raises(LetterError, match="Klagevejledningen"):
        write_letter(
            text, case, graph_for(case.version_id), Marking.from_json(case.marking), DORTHE, now=NOW
        )


def test_a_letter_that_speaks_of_guidance_it_does_not_have_is_refused(office: Office) -> None:
    text = parse_letter(LETTER.replace("{text}", "Se klagevejledningen nedenfor."), "prove")
    case = office.case()
    with pytest.raises(LetterError, match="lover"):
        write_letter(
            text, case, graph_for(case.version_id), Marking.from_json(case.marking), DORTHE, now=NOW
        )


def test_a_letter_that_cannot_be_right_stops_the_step(office: Office, tmp_path: Path) -> None:
    case = office.drafted()
    (tmp_path / "letters").mkdir()
    with override_settings(CONTENT=tmp_path), pytest.raises(StepRefused, match="findes ikke"):
        office.do(case, "send_decision", office.cast.anna)
    for name in ("../../etc/passwd", "", "A B"):
        with pytest.raises(LetterError):
            letter_text(name)


def test_every_letter_that_is_shipped_can_be_read() -> None:
    letters = list(all_letters())
    assert {"afgoerelse", "brev", "partshoering"} <= {letter.id for letter in letters}
    assert all(letter.language == "da" for letter in letters)


GRAPHS = [
    path
    for path in sorted((settings.CONTENT / "graphs").glob("*.toml"))
    if not path.name.endswith(".tests.toml")
]


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_every_letter_a_shipped_graph_sends_is_there_and_fits(path: Path) -> None:
    graph = native.loads(path.read_text(encoding="utf-8"))
    for event in graph.events:
        for effect in event.effects:
            if effect.kind not in {"send-letter", "draft-letter"}:
                continue
            letter = letter_text(effect.options["template"])
            assert unknown_placeholders(letter, graph) == []
            assert letter.has_guidance or "complaint" not in effect.options


def test_what_people_wrote_is_never_markup(office: Office) -> None:
    hostile = '#import "/etc/passwd" *x* $a$ \\ #{1+1} <script> {party.name} [link](x) // /* "'
    case = office.drafted(considerations=hostile)
    data = render_letter(written(case, to=To('#panic("x")')), now=NOW)
    text = text_of(data).replace("\n", " ")
    for piece in ("#import", "*x*", "$a$", "#{1+1}", "<script>", "{party.name}", '#panic("x")'):
        assert piece in text


def test_the_pdf_is_accessible(office: Office) -> None:
    """PDF/UA-1: tagged, with language and title; the compiler refuses what breaks the rules."""
    pdf = read(render_letter(written(office.drafted()), now=NOW))
    root = pdf.root_object
    assert root.raw_get("/MarkInfo").get_object() == {"/Marked": True, "/Suspects": False}
    assert str(root["/Lang"]) == "da"
    assert "/DisplayDocTitle" in str(root["/ViewerPreferences"].get_object())
    assert "/StructTreeRoot" in root
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Afgørelse: Tabt arbejdsfortjeneste"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata(pdf)


def test_a_draft_says_so_on_its_face(office: Office) -> None:
    letter = written(office.drafted())
    assert "UDKAST" not in text_of(render_letter(letter, now=NOW))
    assert "UDKAST" in text_of(render_letter(replace(letter, stamp="Udkast"), now=NOW))


def test_a_letter_is_made_again_from_what_is_stored_with_another_date(office: Office) -> None:
    letter = written(office.drafted())
    again = letter_from_json(letter.to_json())
    assert again == letter
    later = again.dated(NOW + timedelta(days=1))
    assert (later.date, later.blocks) == ("5. maj 2026", letter.blocks)
    assert "Dorthe" not in repr(letter)


def test_points_become_a_list_and_empty_lines_paragraphs(office: Office) -> None:
    letter = written(office.drafted(facts="Først dette.\n\n- En\n- To\n\nSå det."))
    (block,) = [block for block in letter.blocks if block.heading.startswith("Det har vi")]
    assert block.parts == (("text", "Først dette."), ("list", "En", "To"), ("text", "Så det."))


def test_a_long_letter_runs_over_several_pages(office: Office) -> None:
    letter = written(office.drafted(considerations="Vi har lagt vægt på dette. " * 300))
    assert len(read(render_letter(letter, now=NOW)).pages) > 2


def test_a_receipt_shows_what_was_sent() -> None:
    receipt = ReceiptPage(
        title="Kvittering",
        authority="Fælleskøbing Kommune",
        case_number="2026-00001",
        sent_at=NOW,
        rows=[("Hvor mange timer?", "12"), ("Hvorfor?", "Linje et\n*Linje to*")],
        next_steps=["Vi læser det."],
        lead="Vi har fået det.",
    )
    data = render_receipt(receipt, now=NOW)
    text = text_of(data)
    for piece in (
        "Kvittering",
        "2026-00001",
        "4. maj 2026 kl. 11.00",
        "*Linje to*",
        "Vi læser det.",
    ):
        assert piece in text
    assert b"pdfuaid" in metadata(read(data))
    assert "2026" not in repr(receipt)


def test_a_layout_that_is_broken_says_so_without_the_letters_words(
    office: Office, tmp_path: Path
) -> None:
    letter = written(office.drafted())
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "layout.typ").write_text("#panic(sys.inputs.data)")
    with override_settings(CONTENT=tmp_path), pytest.raises(PdfError) as caught:
        render_letter(letter, now=NOW)
    assert "Dorthe" not in str(caught.value)
