"""The form of a new order: what is asked, of whom, by when, and what they may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from faelled.apps.orders.actions import NewOrder
from faelled.apps.orders.deadlines import AskedDeadline, DeadlineUnreadable, read_deadline
from faelled.apps.orders.models import Kind, Order, Visibility
from faelled.apps.orders.recipients import Directory, Recipient, RecipientUnknown
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.models import Case
from faelled.casework.documents.models import Document, DocumentVersion
from faelled.casework.documents.queries import of_case
from faelled.lib import fields as form_fields
from faelled.lib.dates import local_day
from faelled.lib.dcr import Field, FieldType, Option, Value
from faelled.lib.dcr.guards import Unset

NAMES, MORE = 3, 3
RECIPIENTS, RETURN_TO = "recipients", "return_to"


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with what was typed in it."""

    field: Field
    raw: Sequence[str]
    error: str

    @property
    def typed(self) -> object:
        if self.field.type is FieldType.CHOICES:
            return list(self.raw)
        return self.raw[0] if self.raw else ""


@dataclass(frozen=True, slots=True)
class OrderForm:
    """``typed`` is a post, or what an order is copied from; every text of it is shown again."""

    directory: Directory
    source: Case | None = None
    papers: Sequence[Document] = ()
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    boxes: int = NAMES

    @property
    def recipients(self) -> list[str]:
        """The boxes for names: those that are filled, and empty ones up to ``boxes``."""
        names = [name for name in self.typed.get(RECIPIENTS, ()) if name.strip()]
        return names + [""] * max(self.boxes - len(names), 0)

    @property
    def return_to(self) -> str:
        return (list(self.typed.get(RETURN_TO, ())) or [""])[0]

    @property
    def what(self) -> list[Shown]:
        return [self._shown(one) for one in what_fields()]

    @property
    def when(self) -> list[Shown]:
        return [self._shown(one) for one in when_fields()]

    @property
    def who_sees(self) -> list[Shown]:
        return [self._shown(one) for one in seeing_fields(self.source, self.papers)]

    @property
    def fields(self) -> tuple[Field, ...]:
        return (*what_fields(), *when_fields(), *seeing_fields(self.source, self.papers))

    def filled(self, post: QueryDict, errors: Mapping[str, str]) -> "OrderForm":
        typed = {name: post.getlist(name) for name in post}
        filled = len([name for name in typed.get(RECIPIENTS, ()) if name.strip()])
        boxes = max(self.boxes, filled) + (MORE if "more" in post else 0)
        return replace(self, typed=typed, errors=errors, boxes=boxes)

    def _shown(self, one: Field) -> Shown:
        return Shown(one, self.typed.get(one.id, ()), self.errors.get(one.id, ""))


def what_fields() -> tuple[Field, ...]:
    return (
        Field("title", _("Hvad handler det om?"), required=True, max="150"),
        Field("what", _("Hvad bestiller du?"), FieldType.LONGTEXT, required=True),
        Field("kind", _("Hvad slags svar?"), FieldType.CHOICE, True, options=_options(Kind)),
    )


def when_fields() -> tuple[Field, ...]:
    how = _("En dato, eller +7 for syv dage, eller +7 arbejdsdage.")
    return (
        Field("formal", _("Formel frist"), required=True, help=how),
        Field("internal", _("Intern frist"), help=_("Den dag, du gerne vil have svaret.")),
        Field(
            "finalises_itself",
            _("Skal bestillingen afsluttes af sig selv ved fristen, når svaret er der?"),
            FieldType.BOOLEAN,
        ),
    )


def seeing_fields(source: Case | None, papers: Sequence[Document]) -> tuple[Field, ...]:
    among = [one for one in Visibility if source is not None or one is not Visibility.SOURCE]
    visibility = Field(
        "visibility",
        _("Hvem må se bestillingen?"),
        FieldType.CHOICE,
        True,
        options=tuple(Option(one.value, str(one.label)) for one in among),
        help=_("Din egen enhed ser den altid."),
    )
    if source is None:
        return (visibility,)
    opening = Field(
        "open_source",
        _("Må modtageren læse hele sagen?"),
        FieldType.BOOLEAN,
        help=_("Ellers ser modtageren kun teksten her og de dokumenter, du vælger."),
    )
    if not papers:
        return (visibility, opening)
    chosen = Field(
        "papers",
        _("Hvilke dokumenter skal følge med?"),
        FieldType.CHOICES,
        options=tuple(Option(str(one.uuid), one.title) for one in papers),
        help=_("Modtageren får en kopi."),
    )
    return (chosen, visibility, opening)


def papers_of(source: Case | None, actor: Actor, *, now: datetime) -> list[Document]:
    """What can go along from the case; the reader sees each of them."""
    return list(of_case(source, actor, now=now)) if source is not None else []


def copied(order: Order, form: OrderForm, text: str) -> OrderForm:
    """The same asked again: everything but the day and who it is for, which one chooses anew."""
    typed = {
        "title": [order.case.title],
        "what": [text],
        "kind": [order.kind],
        "visibility": [order.visibility],
        "finalises_itself": ["true" if order.finalises_itself else "false"],
    }
    return replace(form, typed=typed)


def read_order(form: OrderForm, post: QueryDict, *, key: UUID, now: datetime) -> NewOrder:
    """What the post asks for; DataRefused with each field's error where something is wrong."""
    raw: Mapping[str, Sequence[str]] = dict(post.lists())
    parsed = form_fields.parse(form.fields, raw, scope=_nothing_known, now=now)
    errors = dict(parsed.errors)
    recipients = _recipients(form.directory, post, errors)
    return_to = _colleague(form.directory, post.get(RETURN_TO, ""), errors)
    formal = _deadline("formal", parsed.values, errors, now)
    internal = _deadline("internal", parsed.values, errors, now)
    if errors or formal is None:
        raise DataRefused(_("Noget mangler eller er ikke rigtigt. Se ved felterne."), errors)
    values: Mapping[str, Any] = parsed.values
    return NewOrder(
        key=key,
        title=values["title"],
        what=values["what"],
        kind=Kind(values["kind"]),
        recipients=recipients,
        formal=formal,
        internal=internal,
        return_to=return_to,
        visibility=Visibility(values["visibility"]),
        finalises_itself=bool(values.get("finalises_itself")),
        source=form.source,
        open_source=bool(values.get("open_source")),
        papers=_versions(form.papers, values.get("papers")),
    )


def _recipients(directory: Directory, post: QueryDict, errors: dict[str, str]) -> list[Recipient]:
    found: dict[str, Recipient] = {}
    wrong = []
    for name in post.getlist(RECIPIENTS):
        if not name.strip():
            continue
        try:
            one = directory.find(name)
        except RecipientUnknown as error:
            wrong.append(str(error))
        else:
            found[one.label] = one
    if wrong:
        errors[RECIPIENTS] = " ".join(wrong)
    elif not found:
        errors[RECIPIENTS] = _("Vælg mindst én modtager.")
    return list(found.values())


def _colleague(directory: Directory, typed: str, errors: dict[str, str]) -> Employee | None:
    if not typed.strip():
        return None
    try:
        found = directory.find(typed)
    except RecipientUnknown as error:
        errors[RETURN_TO] = str(error)
        return None
    if found.employee is None:
        errors[RETURN_TO] = _("Svaret skal til en medarbejder.")
    return found.employee


def _deadline(
    name: str, values: Mapping[str, Value], errors: dict[str, str], now: datetime
) -> AskedDeadline | None:
    typed = values.get(name)
    if not isinstance(typed, str) or not typed.strip():
        return None
    try:
        return read_deadline(typed, today=local_day(now))
    except DeadlineUnreadable as error:
        errors[name] = str(error)
        return None


def _versions(papers: Sequence[Document], chosen: Any) -> list[DocumentVersion]:
    """The newest version of each chosen paper, as it is at this moment."""
    wanted = {str(uuid) for uuid in chosen or ()}
    ids = [paper.pk for paper in papers if str(paper.uuid) in wanted]
    rows = DocumentVersion.objects.filter(document_id__in=ids).order_by("document_id", "-number")
    newest: dict[int, DocumentVersion] = {}
    for row in rows.select_related("file", "document__party__person"):
        newest.setdefault(row.document_id, row)
    return [newest[pk] for pk in ids if pk in newest]


def _options(choices: type[Kind]) -> tuple[Option, ...]:
    return tuple(Option(one.value, str(one.label)) for one in choices)


def _nothing_known(name: str) -> Value:
    """The form stands alone: no condition of it can ask about a case."""
    raise Unset(name)
