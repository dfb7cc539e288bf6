"""The paper twin: the form of a service, printed from the same graph that the screen asks by."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from faelled.apps.intake.offers import Offer
from faelled.base.ui.context import authority_name
from faelled.casework.documents.pdf import PaperForm, PaperPart, PaperQuestion, render_form
from faelled.lib.dcr import Citation, Event, Field, FieldType, Graph
from faelled.lib.dcr.guard_words import expression_in_words

# Room to write; a type that is not here gets one line.
LINES = {FieldType.LONGTEXT: 6, FieldType.FILE: 0, FieldType.BOOLEAN: 0}
# How often a repeating group is printed; more rows go on a sheet of one's own.
ROWS = 3


def paper_form(offer: Offer, *, now: datetime) -> bytes:
    """The empty form as PDF. Raises documents' PdfError."""
    return render_form(form_on_paper(offer), now=now)


def form_on_paper(offer: Offer) -> PaperForm:
    """The form as data: every question, hidden ones too, with the condition in words."""
    authority = authority_name(offer.case_type.authority_id)
    return PaperForm(
        title=offer.event.label,
        authority=authority,
        version=_("udgave %(version)s") % {"version": offer.graph.version},
        lead=offer.graph.summary,
        before=list(_before(offer)),
        parts=[_who(), *_parts(offer.event, offer.graph), _signature()],
        send=list(_send(authority)),
    )


def _before(offer: Offer) -> Iterator[str]:
    if offer.event.help:
        yield offer.event.help
    yield _("Spørgsmål med “skal udfyldes” skal du svare på.")
    if offer.case_time:
        yield _("Du får svar inden %(time)s efter, at vi har fået formularen.") % {
            "time": offer.case_time.words
        }
    if offer.cites:
        yield _law(offer.cites)


def _who() -> PaperPart:
    """On the screen the log-in answers this."""
    return PaperPart(
        _("Hvem er du?"),
        [
            PaperQuestion(_("Navn (skal udfyldes)"), lines=1),
            PaperQuestion(
                _("CPR-nummer"),
                lines=1,
                help=_("Send ikke formularen i en almindelig e-mail, når nummeret står her."),
            ),
            PaperQuestion(_("Adresse og telefon"), lines=2),
            PaperQuestion(
                _("Hvem handler det om, hvis det ikke er dig?"), help=_("Navn."), lines=1
            ),
        ],
    )


def _signature() -> PaperPart:
    """With a line to sign on; on the screen the log-in signs."""
    return PaperPart(_("Underskrift"), [PaperQuestion(_("Dato og underskrift"), lines=1)])


def _parts(event: Event, graph: Graph) -> Iterator[PaperPart]:
    """The sections in their order; a form without any is one part, named as the step."""
    if not event.sections:
        yield PaperPart(event.label, _questions(event.fields, event, graph))
        return
    for section in event.sections:
        own = [field for field in event.fields if field.section == section.id]
        yield PaperPart(
            section.title,
            _questions(own, event, graph),
            section.help,
            _only_if(section.show_if, event, graph),
        )


def _questions(fields: Iterable[Field], event: Event, graph: Graph) -> list[PaperQuestion]:
    return [found for field in fields for found in _asked(field, event, graph)]


def _asked(field: Field, event: Event, graph: Graph) -> Iterator[PaperQuestion]:
    """What a field is on paper: nothing where it is worked out, and a group row by row. What a
    register answers on the screen is asked for: nobody chose a child from a list there.
    """
    if field.value:
        return
    if field.type is not FieldType.GROUP:
        yield _question(field, event, graph)
        return
    more = _("Er der flere end %(rows)s, så skriv resten på et ark for sig.") % {"rows": ROWS}
    yield PaperQuestion(
        field.label, f"{field.help} {more}".strip(), _only_if(field.show_if, event, graph)
    )
    for number in range(1, ROWS + 1):
        for inner in field.fields:
            # One row is asked for; the others are room.
            needed = replace(inner, required=inner.required and number == 1)
            for question in _asked(needed, event, graph):
                yield _numbered(question, field.each or field.label, number)


def _question(field: Field, event: Event, graph: Graph) -> PaperQuestion:
    label = field.label
    if field.required:
        label = _("%(label)s (skal udfyldes)") % {"label": label}
    options = [option.label for option in field.options]
    if field.type is FieldType.BOOLEAN:
        options = [_("Ja"), _("Nej")]
    help = field.help
    if field.type is FieldType.FILE:
        help = _("%(help)s Læg det ved, og skriv dit navn på det.") % {"help": help}
    return PaperQuestion(
        label=label,
        help=help.strip(),
        condition=_only_if(field.show_if, event, graph),
        options=options,
        lines=0 if options else LINES.get(field.type, 1),
        cites=_law(field.cites) if field.cites else "",
    )


def _numbered(question: PaperQuestion, each: str, number: int) -> PaperQuestion:
    return PaperQuestion(
        f"{each} {number}: {question.label}",
        question.help,
        question.condition,
        question.options,
        question.lines,
    )


def _only_if(show_if: str, event: Event, graph: Graph) -> str:
    """``"Svar kun, hvis »Er du selv part?« er ja."``"""
    if not show_if:
        return ""
    words = expression_in_words(graph, show_if, event)
    return _("Svar kun, hvis %(condition)s.") % {"condition": words}


def _law(cites: Iterable[Citation]) -> str:
    return _("Det står i loven: %(cites)s") % {"cites": "; ".join(map(str, cites))}


def _send(authority: str) -> Iterator[str]:
    yield _("Aflever formularen ved skranken, eller send den som brev til %(authority)s.") % {
        "authority": authority
    }
    if settings.SITE_CONTACT:
        yield settings.SITE_CONTACT
    yield _("Den dag, vi får formularen, er den dag, fristerne regnes fra.")
