"""A case and what belongs to it; only `actions` writes these rows."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from faelled.base.access.actor import Actor


class Status(models.TextChoices):
    """Where a case is in its life; the graph decides everything finer than this."""

    OPEN = "open", _("I gang")
    SUSPENDED = "suspended", _("Sat i bero")
    CLOSED = "closed", _("Afsluttet")


class WaitingFor(models.TextChoices):
    """Whose move it is: read off the pending events' roles after each step."""

    US = "us", _("Sagsbehandler")
    LEADER = "leader", _("Leder")
    CITIZEN = "citizen", _("Borger")
    OTHERS = "others", _("Andre")
    NOBODY = "nobody", _("Ingen")


class CaseType(models.Model):
    """One unit's use of one process: who handles it and how its cases are numbered.

    ``citizen_role`` is what the graph calls the one who applies (foreign graphs have other words).
    ``kle_subject`` and ``kle_facet`` are given to new cases where the process's own do not fit;
    empty means the process's own.
    """

    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    process = models.ForeignKey("processes.Process", models.PROTECT, related_name="case_types")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    number_pattern = models.CharField(max_length=60, default="{year}-{serial:05}")
    open_to_citizens = models.BooleanField(default=False)
    citizen_role = models.CharField(max_length=100, default="citizen")
    kle_subject = models.CharField(max_length=8, blank=True)
    kle_facet = models.CharField(max_length=3, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "process", "unit"], name="one_use_of_a_process_a_unit"
            ),
            models.UniqueConstraint(
                fields=["authority", "process"],
                condition=Q(open_to_citizens=True),
                name="citizens_have_one_way_in",
            ),
        ]


class CaseTypeRole(models.Model):
    """A graph role whose holders see every case of the type, from any unit (a board)."""

    case_type = models.ForeignKey(CaseType, models.CASCADE, related_name="open_to")
    role = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_type", "role"], name="one_opening_a_role")
        ]


class NumberSeries(models.Model):
    """The last serial given in one authority and year; locked while a number is taken."""

    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "year"], name="one_series_a_year")
        ]


@dataclass(frozen=True, slots=True)
class Standing:
    """How ``actor`` stood to a case when it was read for them, so that a page asks it once.

    ``listed`` is false where nothing but a broken glass opens the case.
    """

    actor: Actor
    listed: bool


class Case(models.Model):
    """One matter, from its first step to its last.

    ``marking`` is `faelled.lib.dcr.Marking.to_json`; ``seq`` counts the steps and is what two
    people who act at once are told apart by. ``kle_subject`` and ``kle_facet`` are the numbers as
    they were given, which the case keeps; the rows say what they meant then, and are null where no
    plan was imported.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # Without an index of its own, as below: a constraint or an index begins with the column.
    authority = models.ForeignKey(
        "people.Authority", models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    case_type = models.ForeignKey(CaseType, models.PROTECT, related_name="cases")
    version = models.ForeignKey("processes.ProcessVersion", models.PROTECT, related_name="+")
    kle_subject = models.CharField(max_length=8, blank=True)
    kle_facet = models.CharField(max_length=3, blank=True)
    subject_row = models.ForeignKey("subjects.PlanRow", models.PROTECT, null=True, related_name="+")
    facet_row = models.ForeignKey("subjects.PlanRow", models.PROTECT, null=True, related_name="+")

    owner_unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    handler = models.ForeignKey(
        "people.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    main_person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    main_company = models.ForeignKey("people.Company", models.PROTECT, null=True, related_name="+")

    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    status_reason = models.CharField(max_length=300, blank=True)
    resume_on = models.DateField(null=True)
    waiting_for = models.CharField(max_length=8, choices=WaitingFor, default=WaitingFor.NOBODY)
    next_task = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    retention_until = models.DateField(null=True)

    marking: models.JSONField[Any, Any] = models.JSONField(default=dict)
    seq = models.PositiveIntegerField(default=0)
    last_step_at = models.DateTimeField()
    next_deadline = models.DateTimeField(null=True)

    standing: Standing | None = None  # no column: set by `queries.get_visible`
    let_somebody_in: bool = True  # no column: `questions.LOCKED` knows of nobody

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="one_case_a_number"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="a_closed_case_has_its_time",
            ),
        ]
        indexes = [
            # As the work list sorts them; the authority lets them be counted without the rows.
            models.Index(
                fields=["owner_unit", "next_deadline", "-opened_at", "authority"],
                condition=~Q(status="closed"),
                name="open_cases_of_a_unit",
            ),
            models.Index(
                fields=["handler", "status", "next_deadline"],
                name="work_list_of_a_handler",
            ),
            models.Index(fields=["main_person", "-opened_at"], name="cases_of_a_person"),
        ]

    @property
    def ref(self) -> str:
        """How audit and access name this case: ``case:<uuid>``."""
        return f"case:{self.uuid}"


class CaseEvent(models.Model):
    """One step that was done: never changed, never removed (triggers hold that)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    event_id = models.CharField(max_length=200)
    label = models.CharField(max_length=300)
    actor_id = models.CharField(max_length=36)
    actor_name = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=10)
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=100, blank=True)
    on_behalf_of_id = models.CharField(max_length=36, blank=True)
    on_behalf_of_name = models.CharField(max_length=200, blank=True)
    data: models.JSONField[Any, Any] = models.JSONField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    overdue = models.BooleanField(default=False)
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="steps_are_numbered"),
            models.UniqueConstraint(fields=["case", "key"], name="one_step_a_form_post"),
        ]
        indexes = [
            models.Index(fields=["actor_id", "-recorded_at"], name="steps_of_a_person"),
            models.Index(fields=["on_behalf_of_id", "-recorded_at"], name="steps_for_a_person"),
        ]

    @property
    def shown_name(self) -> str:
        """Who did it, with both names where one acted for another."""
        return both_names(self.actor_name, self.on_behalf_of_name)

    @property
    def made_by(self) -> frozenset[str]:
        """The user uuids of all who did it, as themselves or for another (`access.separation`)."""
        return frozenset({self.actor_id, self.on_behalf_of_id} - {""})


class Task(models.Model):
    """Something that somebody must still do in the case: an included pending event; or, where
    ``outside``, what a higher room owes the case's people (a message that nobody has read).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks", db_index=False)
    event_id = models.CharField(max_length=200)
    label = models.CharField(max_length=300)
    role = models.CharField(max_length=100, blank=True)
    approval = models.BooleanField(default=False)
    possible = models.BooleanField()
    since = models.DateTimeField()
    outside = models.BooleanField(default=False)
    deadline = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "event_id"], name="one_task_an_event")
        ]
        indexes = [
            models.Index(
                fields=["role", "deadline"], condition=Q(approval=True), name="approvals_of_a_role"
            )
        ]


class DeadlineState(models.TextChoices):
    """What became of a deadline."""

    RUNNING = "running", _("Løber")
    MET = "met", _("Overholdt")
    MISSED = "missed", _("Overskredet")
    LIFTED = "lifted", _("Bortfaldet")


class Deadline(models.Model):
    """A deadline the graph set; kept when it is over, so that a missed one stays visible."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    event_id = models.CharField(max_length=200)
    label = models.CharField(max_length=300)
    due_at = models.DateTimeField()
    set_at = models.DateTimeField()
    basis = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=DeadlineState, default=DeadlineState.RUNNING)
    ended_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="deadlines_by_day")]


class Party(models.Model):
    """Who a case is about or for, and on what mandate; dated, never deleted."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    company = models.ForeignKey("people.Company", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=60)
    graph_role = models.CharField(max_length=100, blank=True)
    mandate = models.CharField(max_length=200, blank=True)
    represents = models.ForeignKey("self", models.PROTECT, null=True, related_name="agents")
    sees_case = models.BooleanField(default=False)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(company__isnull=False),
                name="a_party_is_a_person_or_a_company",
            )
        ]


class Assignment(models.Model):
    """Who is let into one case beside its unit and handler: an employee, or a whole unit.

    ``role`` is the graph role they hold in this case; "" lets them read and no more. ``source`` is
    the key of what let them in (``"request:<uuid>"``, ``"handler"``); with it they are let out.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    employee = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=300, blank=True)
    actor_id = models.CharField(max_length=36, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    on_behalf_of_name = models.CharField(max_length=200, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(employee__isnull=False) ^ Q(unit__isnull=False),
                name="an_employee_or_a_unit_is_let_in",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="who_is_let_in_leaves_later",
            ),
        ]

    @property
    def name(self) -> str:
        """Of the employee or the unit."""
        if self.employee is not None:
            return self.employee.name
        return self.unit.name if self.unit is not None else ""

    @property
    def shown_name(self) -> str:
        """Who let them in, with both names where one acted for another."""
        return both_names(self.actor_name, self.on_behalf_of_name)

    def lets_in(self, actor: Actor, now: datetime) -> bool:
        """Whether it holds at this moment, for ``actor`` or for a unit they belong to."""
        if self.valid_from > now or (self.valid_to is not None and self.valid_to <= now):
            return False
        return self.employee_id in actor.employee_ids or self.unit_id in actor.unit_ids


class JournalKind(models.TextChoices):
    """What a journal line records."""

    RECEIVED = "received", _("Modtaget")
    SENT = "sent", _("Sendt")
    INTERNAL = "internal", _("Internt")
    NOTE = "note", _("Notat")
    STEP = "step", _("Trin")
    STATUS = "status", _("Status")


class JournalEntry(models.Model):
    """A line of the journal: date received or sent and a short text (offentlighedsloven § 15).

    ``key`` is of the form and the words of a note: sent twice, they are one line.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="journal", db_index=False)
    kind = models.CharField(max_length=8, choices=JournalKind)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    short_text = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    actor_id = models.CharField(max_length=36)
    actor_name = models.CharField(max_length=200)
    on_behalf_of_name = models.CharField(max_length=200, blank=True)
    event = models.ForeignKey(CaseEvent, models.PROTECT, null=True, related_name="+")
    document = models.UUIDField(null=True)
    key = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-occurred_at"], name="journal_of_a_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "actor_id", "key"],
                condition=Q(key__isnull=False),
                name="a_form_writes_one_line",
            )
        ]

    @property
    def shown_name(self) -> str:
        """Who wrote it, with both names where one acted for another."""
        return both_names(self.actor_name, self.on_behalf_of_name)


def both_names(actor: str, on_behalf_of: str) -> str:
    """``both_names("Erik Munk", "Bo Lind")`` is "Erik Munk på vegne af Bo Lind"."""
    if not on_behalf_of:
        return actor
    names = {"stand_in": actor, "absent": on_behalf_of}
    return gettext("%(stand_in)s på vegne af %(absent)s") % names
