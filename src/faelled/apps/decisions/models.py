"""Chains of approval and what belongs to them; only `actions` writes these rows.

Who is waited for (`ChainTask`), in which step, and whether it is over are read off the marking
after each act, so that lists need no engine.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faelled.apps.decisions.specs import MatterRef
from faelled.casework.cases.models import both_names


class ChainState(models.TextChoices):
    """Where a chain is in its life."""

    OPEN = "open", _("I gang")
    APPROVED = "approved", _("Godkendt")
    STOPPED = "stopped", _("Trukket tilbage")


class ChainTemplate(models.Model):
    """A saved chain, for everybody in the authority to start from."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"], condition=Q(active=True), name="one_template_a_name"
            )
        ]


class TemplateStep(models.Model):
    """One step of a template."""

    template = models.ForeignKey(ChainTemplate, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    needs = models.CharField(max_length=3, default="all")
    write = models.BooleanField(default=False)
    approvers = models.ManyToManyField("people.Employee", related_name="+")
    copies = models.ManyToManyField("people.Employee", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_steps_in_order")
        ]


class ChainRules(models.Model):
    """What one authority has decided about chains: without a row, the defaults here.

    ``send_directly``: leaders whose gate says so may pass it. ``copy_days``: a copy that nobody
    has marked as read leaves the list after that many days.
    """

    authority = models.OneToOneField("people.Authority", models.PROTECT, related_name="+")
    free_chains = models.BooleanField(default=True)
    send_directly = models.BooleanField(default=False)
    copy_days = models.PositiveSmallIntegerField(default=30)


class LeaderGate(models.Model):
    """How the gate before one leader works; who keeps it stands in `people.DeskRole`.

    ``limited``: the leader may only send back or approve on a condition.
    """

    leader = models.OneToOneField("people.Employee", models.PROTECT, related_name="+")
    auto_release = models.BooleanField(default=False)
    auto_forward = models.BooleanField(default=False)
    direct = models.BooleanField(default=False)
    limited = models.BooleanField(default=False)


class Chain(models.Model):
    """One matter on its way through its approvers.

    ``matter`` is the id in ``source`` (`specs.MatterRef`); ``case`` and ``event_id`` are the same
    for a matter of our own. ``title``, ``number`` and ``party`` are kept as they were at the start,
    for the lists of those who may not see the matter itself any more. ``marking`` is that of the
    chain's own graph, ``step`` the step under way (0: none).
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    source = models.CharField(max_length=20)
    matter = models.CharField(max_length=250)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="chains")
    event_id = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    party = models.CharField(max_length=200, blank=True)
    template = models.ForeignKey(ChainTemplate, models.PROTECT, null=True, related_name="+")
    responsible = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    prepared_by: models.JSONField[Any, Any] = models.JSONField(default=list)
    deadline = models.DateTimeField(null=True)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ChainState, default=ChainState.OPEN)
    marking: models.JSONField[Any, Any] = models.JSONField(default=dict)
    step = models.PositiveSmallIntegerField(default=1)
    seq = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "source", "matter"],
                condition=Q(state="open"),
                name="one_open_chain_a_matter",
            )
        ]
        indexes = [
            models.Index(
                fields=["case", "event_id"], condition=Q(state="open"), name="open_chains_of_a_step"
            )
        ]

    @property
    def ref(self) -> str:
        """How audit, let-in sources and chats name this chain: ``chain:<uuid>``."""
        return f"chain:{self.uuid}"

    @property
    def about(self) -> MatterRef:
        return MatterRef(self.source, self.matter)

    @property
    def open(self) -> bool:
        return self.state == ChainState.OPEN


class ChainStep(models.Model):
    """One step as it was planned."""

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    needs = models.CharField(max_length=3, default="all")
    write = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="chain_steps_in_order")
        ]


class ChainApprover(models.Model):
    """One who answers in a step, with the gate as it was when the chain was planned."""

    step = models.ForeignKey(ChainStep, models.CASCADE, related_name="approvers")
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    gated = models.BooleanField(default=False)
    auto_release = models.BooleanField(default=False)
    auto_forward = models.BooleanField(default=False)
    direct = models.BooleanField(default=False)
    limited = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "employee"], name="once_an_approver_a_step")
        ]


class ChainCopy(models.Model):
    """A copy for one to read; it comes when its step begins."""

    step = models.ForeignKey(ChainStep, models.CASCADE, related_name="copies")
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "employee"], name="one_copy_a_step")]
        indexes = [
            models.Index(
                fields=["employee", "-arrived_at"],
                condition=Q(read_at=None),
                name="copies_to_read",
            )
        ]


class ChainTask(models.Model):
    """Somebody is waited for: ``stage`` is `chains.run.Stage`, ``employee`` the one whose turn it
    is, and before and after a leader the leader whose gate it stands at.
    """

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="tasks")
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    stage = models.CharField(max_length=6)
    step = models.PositiveSmallIntegerField()
    gated = models.BooleanField(default=False)
    since = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "employee", "stage", "step"], name="one_turn_a_person"
            )
        ]
        indexes = [models.Index(fields=["employee", "stage"], name="chain_tasks_of_a_person")]


class ChainAct(models.Model):
    """What somebody did in a chain, and what was written with it: the approval document.

    ``event_id`` is the event of the chain's graph; empty for what moves nothing (a comment,
    another responsible), ``version`` what of the matter was answered, ``answers`` what else the
    step in the case asks of who decides. Never changed but for being
    undone.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="acts")
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=12)
    event_id = models.CharField(max_length=60, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=300)
    comment = models.TextField(blank=True)
    version = models.CharField(max_length=80, blank=True)
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    employee = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    actor_id = models.CharField(max_length=36)
    actor_name = models.CharField(max_length=200)
    on_behalf_of_id = models.CharField(max_length=36, blank=True)
    on_behalf_of_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    key = models.CharField(max_length=64)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="acts_are_numbered"),
            models.UniqueConstraint(fields=["chain", "key"], name="one_act_a_form_post"),
        ]
        indexes = [
            models.Index(fields=["actor_id", "-at"], name="chain_acts_of_a_person"),
            models.Index(fields=["on_behalf_of_id", "-at"], name="chain_acts_for_a_person"),
        ]

    @property
    def shown_name(self) -> str:
        """Who did it, with both names where one acted for another."""
        return both_names(self.actor_name, self.on_behalf_of_name)
