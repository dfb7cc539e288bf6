"""What a step does with letters and papers: ``draft-letter``, ``send-letter``, ``receive``.

A graph says ``{ kind = "send-letter", template = "afgoerelse", to = "citizen", complaint = "P4W",
complaint_cites = "retssikkerhedsloven § 67, stk. 1" }``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from faelled.base.files.actions import store_made
from faelled.base.files.models import StoredFile
from faelled.casework.cases.effects import EFFECTS, AttemptContext, EffectHandler, StepContext
from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.models import Case
from faelled.casework.cases.paper import ON_PAPER
from faelled.casework.documents.actions import draft_letter, receive_files, send_letter
from faelled.casework.documents.actions.sending import Complaint
from faelled.casework.documents.errors import DocumentError
from faelled.casework.documents.letter_files import LetterError, letter_text
from faelled.casework.documents.letters import To, write_letter
from faelled.casework.documents.pdf import ReceiptPage, render_receipt
from faelled.casework.documents.recipients import (
    RecipientError,
    name_of,
    parties_for,
    reach,
    the_post,
)
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, Field, FieldType, Value, rows_of
from faelled.lib.dcr.values import from_json

PDF = "application/pdf"


def letter_cannot(attempt: AttemptContext) -> list[str]:
    """What speaks against writing or sending the letter, before anything is done."""
    values: Mapping[str, Value] = {**attempt.marking.values, attempt.event.id: attempt.values}
    marking = replace(attempt.marking, values=values)
    options = attempt.effect.options
    try:
        text = letter_text(options.get("template", ""))
        for party in parties_for(attempt.case, options.get("to", ""), now=attempt.now):
            to = To(name_of(party))
            write_letter(text, attempt.case, attempt.graph, marking, to, now=attempt.now)
    except (LetterError, RecipientError) as error:
        return [str(error)]
    return []


def sending_cannot(attempt: AttemptContext) -> list[str]:
    """The same, and that there is a post to send with."""
    try:
        the_post()
    except RecipientError as error:
        return [str(error)]
    return letter_cannot(attempt)


def make_draft(context: StepContext) -> None:
    """One draft for each party it is for; no CPR number and no address is read for a draft."""
    options, case, now = context.effect.options, context.case, context.now
    try:
        text = letter_text(options.get("template", ""))
        for party in parties_for(case, options.get("to", ""), now=now):
            to = To(name_of(party))
            letter = write_letter(text, case, context.graph, context.marking, to, now=now)
            draft_letter(case, text.id, party, letter, context.step, by=context.by, now=now)
    except (LetterError, RecipientError) as error:
        raise StepRefused(str(error)) from error


def send_letters(context: StepContext) -> None:
    """One letter for each party it is for, final, queued and journalised with the step."""
    options, case, now, by = context.effect.options, context.case, context.now, context.by
    complaint = Complaint(options.get("complaint", ""), options.get("complaint_cites", ""))
    try:
        text, post = letter_text(options.get("template", "")), the_post()
        for party in parties_for(case, options.get("to", ""), now=now):
            to = reach(party, post, by=by, now=now)
            letter = write_letter(text, case, context.graph, context.marking, to.to, now=now)
            send_letter(
                case, text.id, to, letter, context.step, by=by, now=now, complaint=complaint
            )
    except (LetterError, RecipientError) as error:
        raise StepRefused(str(error)) from error


def receive(context: StepContext) -> None:
    """What came with the step becomes documents of the case: the answers as one paper, and each
    file. All of it is received when the step was made, and journalised (offentlighedsloven § 15).
    """
    value = from_json(context.step.data)
    if isinstance(value, Mapping):
        record: Mapping[str, Value] = value
    else:
        record = {field.id: value for field in context.event.fields[:1]}
    try:
        papers = [*_answers(context, record), *_attached(context.case, context.event, record)]
        receive_files(context.case, context.step, papers, by=context.by, now=context.now)
    except DocumentError as error:
        raise StepRefused(*error.messages) from error


def receive_paper(context: StepContext) -> None:
    """The scan of a paper that was typed in: received when the paper was, and from whom."""
    options = context.effect.options
    scans = [uuid for uuid in options.get("scans", "").split(",") if uuid]
    sender = context.case.parties.filter(pk=options.get("from") or 0).first()
    try:
        papers = _stored(context.case, scans)
        receive_files(
            context.case, context.step, papers, sender=sender, by=context.by, now=context.now
        )
    except DocumentError as error:
        raise StepRefused(*error.messages) from error


def _answers(context: StepContext, record: Mapping[str, Value]) -> list[tuple[str, StoredFile]]:
    rows = [
        (field.label, _in_words(field, record[field.id]))
        for field in context.event.fields
        if field.type is not FieldType.FILE and record.get(field.id) is not None
    ]
    if not rows:
        return []
    case = context.case
    page = ReceiptPage(
        title=context.event.label,
        authority=case.authority.name,
        case_number=case.number,
        sent_at=context.step.at,
        rows=rows,
    )
    stored = store_made(
        render_receipt(page, now=context.now),
        f"{context.event.label[:120]}.pdf",
        PDF,
        stream=case.ref,
        subjects=[case.ref],
        by=context.by,
        now=context.now,
    )
    return [(context.event.label[:200], stored)]


def _attached(
    case: Case, event: Event, record: Mapping[str, Value]
) -> list[tuple[str, StoredFile]]:
    uuids = [uuid for field in event.fields for uuid in _files_in(field, record.get(field.id))]
    return _stored(case, uuids)


def _files_in(field: Field, value: Value) -> tuple[str, ...]:
    """The ids in a file field, and in those of a group's rows."""
    if field.type is FieldType.FILE:
        return _uuids(value)
    rows = rows_of(value) if field.fields else ()
    return tuple(
        uuid for row in rows for part in field.fields for uuid in _files_in(part, row.get(part.id))
    )


def _stored(case: Case, uuids: Sequence[str]) -> list[tuple[str, StoredFile]]:
    """The files by their ids, each with its name as title."""
    found = {
        str(file.uuid): file
        for file in StoredFile.objects.filter(uuid__in=uuids, authority_id=case.authority_id)
    }
    if len(found) != len(set(uuids)):
        raise DocumentError(_("En vedhæftet fil findes ikke mere. Vedhæft den igen."))
    return [(found[uuid].name, found[uuid]) for uuid in dict.fromkeys(uuids)]


def _uuids(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(part) for part in value) if isinstance(value, tuple) else ()


def _in_words(field: Field, value: Value) -> str:
    if rows := rows_of(value):
        return "\n".join(form_fields.rows_in_words(field, rows, _in_words))
    if field.type is FieldType.FILE:
        return _("Vedhæftet")
    # The number itself is sealed in the step; whoever may see it asks there.
    return _("Oplyst") if field.type is FieldType.CPR else form_fields.as_text(field, value)


def register() -> None:
    """Called once, from the app's ``ready()``."""
    EFFECTS.register(EffectHandler("draft-letter", apply=make_draft, check=letter_cannot))
    EFFECTS.register(EffectHandler("send-letter", apply=send_letters, check=sending_cannot))
    EFFECTS.register(EffectHandler("receive", apply=receive))
    EFFECTS.register(EffectHandler(ON_PAPER, apply=receive_paper))
