"""Authorities, units, persons, employees and what ties them together; all of it dated.

CPR numbers are ciphertext with a keyed digest beside (``people.cpr``), addresses are sealed values
(``people.sealed``): neither can be read off a row by accident.
"""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faelled.base.people.dated import Dated, DatedQuerySet
from faelled.base.people.sealed import SealedTextField
from faelled.lib.text.cvr import CvrError, parse_cvr


class Authority(models.Model):
    """One municipality; several may share an installation, and nothing crosses between them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    cvr = models.CharField(max_length=8)
    municipality_code = models.CharField(max_length=4)

    @property
    def invented(self) -> bool:
        """Whether its CVR number is one that nobody can have: a demo, with invented people."""
        try:
            parse_cvr(self.cvr)
        except CvrError:
            return True
        return False


class Unit(Dated):
    """A place in the tree. ``path`` is the ids from the top: below ``"3/"`` stands ``"3/17/"``."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=255, editable=False, db_index=True)

    objects = DatedQuerySet["Unit"].as_manager()


class Person(models.Model):
    """A citizen as one authority knows them. Protection lapses on its date (CPR-loven § 28)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="persons")
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    cpr_cipher = models.BinaryField(null=True)
    cpr_digest = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    birth_date = models.DateField(null=True)
    name_protected_until = models.DateField(null=True, blank=True)
    address_protected_until = models.DateField(null=True, blank=True)
    deceased_on = models.DateField(null=True, blank=True)
    digital_post_exempt = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "cpr_digest"], name="people_person_one_row_per_cpr"
            )
        ]
        indexes = [
            models.Index(fields=["authority", "family_name", "given_name"], name="people_by_name")
        ]


class PersonAddress(Dated):
    """Where a person lives; the text is sealed, and ``people.queries.address_of`` opens it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    text = SealedTextField()
    municipality_code = models.CharField(max_length=4, blank=True)

    objects = DatedQuerySet["PersonAddress"].as_manager()


class Company(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="companies")
    cvr = models.CharField(max_length=8)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "cvr"], name="people_company_one_row_per_cvr"
            )
        ]


class Custody(Dated):
    """Parental authority: one row for each holder, two where it is shared."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="custody_holders")
    holder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="custody_of")

    objects = DatedQuerySet["Custody"].as_manager()


class GuardianScope(models.TextChoices):
    PERSONAL = "personal", _("Personlige forhold")
    FINANCIAL = "financial", _("Økonomiske forhold")
    BOTH = "both", _("Personlige og økonomiske forhold")


class Guardianship(Dated):
    ward = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardians")
    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wards")
    scope = models.CharField(max_length=20, choices=GuardianScope.choices)

    objects = DatedQuerySet["Guardianship"].as_manager()


class Employee(models.Model):
    """A person at work; never joined to the same human's citizen row.

    ``leadership_only``: opens the leader's pages and nothing else (``access.decorators``).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="employees")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    leadership_only = models.BooleanField(default=False)


class Position(Dated):
    """A role in a unit for a time. ``role`` is a graph role id, ``"caseworker"``.

    ``leads``: sees the cases of the units below too. ``capabilities``: the named extra rights
    (``access.Capability``) that stand and fall with the position.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="positions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    role = models.CharField(max_length=100)
    title = models.CharField(max_length=200, blank=True)
    leads = models.BooleanField(default=False)
    capabilities = models.JSONField(default=list, blank=True)

    objects = DatedQuerySet["Position"].as_manager()


class Mandate(Dated):
    """What an employee may decide alone; ``amount_max`` in kroner, None when no limit is set."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="mandates")
    kle_pattern = models.CharField(max_length=20)
    decision_type = models.CharField(max_length=100)
    amount_max = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    objects = DatedQuerySet["Mandate"].as_manager()


class Substitution(models.Model):
    """A stand-in from one exact hour to another; ``ends_at`` is the first instant without."""

    absent = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="stand_ins")
    stand_in = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="stands_in_for")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="people_substitution_has_length"
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("stand_in")), name="people_substitution_needs_two"
            ),
        ]


class Duty(models.TextChoices):
    """What a secretary does at a leader's desk."""

    GATEKEEPER = "gatekeeper", _("Passer godkendelsesslusen")
    ON_BEHALF = "on-behalf", _("Handler på vegne af")


class DeskRole(Dated):
    """A duty at a leader's desk. ``ON_BEHALF`` acts for the leader while the leader is at work."""

    leader = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="desk")
    secretary = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="desk_roles")
    duty = models.CharField(max_length=20, choices=Duty.choices)

    objects = DatedQuerySet["DeskRole"].as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(leader=F("secretary")), name="people_deskrole_needs_two"
            ),
        ]


class GrantKind(models.TextChoices):
    """What may be proposed for an employee."""

    POSITION = "position", _("Stilling")
    CAPABILITY = "capability", _("Særlig rettighed")
    DESK_ROLE = "desk-role", _("Rolle hos en leder")
    MANDATE = "mandate", _("Bemyndigelse")
    ALL_PAGES = "all-pages", _("Adgang til alle sider")


class GrantState(models.TextChoices):
    WAITING = "waiting", _("Venter på godkendelse")
    RETURNED = "returned", _("Sendt tilbage")
    GRANTED = "granted", _("Givet")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")


class GrantProposal(models.Model):
    """A right that somebody proposes; it holds when another has approved it (``people.grants``).

    ``terms`` is what the kind asks for, as plain texts and row ids. ``prepared_by``: the user uuids
    of all who made the proposal, as themselves or for another. ``unit`` is whose leader decides.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="proposals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=GrantKind.choices)
    terms = models.JSONField()
    reason = models.TextField()
    state = models.CharField(max_length=20, choices=GrantState.choices, db_index=True)
    marking = models.JSONField()
    graph_version = models.CharField(max_length=40)
    prepared_by = models.JSONField()
    proposed_by = models.CharField(max_length=300)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=300, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["authority", "state", "proposed_at"], name="people_grants_waiting")
        ]


class UserKind(models.TextChoices):
    EMPLOYEE = "employee", _("Medarbejder")
    CITIZEN = "citizen", _("Borger")


class UserRows(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet["User"]:
        # One query gives the log-in what the actor is built from. A lock therefore needs
        # `select_for_update(of=("self",))`: PostgreSQL locks no row that may be absent.
        return super().get_queryset().select_related("employee", "person")


class User(AbstractBaseUser):
    """A log-in: either an employee's or a citizen's, never both for the same row."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=20, choices=UserKind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="users")
    employee = models.OneToOneField(
        Employee, on_delete=models.PROTECT, null=True, related_name="user"
    )
    email = models.EmailField(blank=True)  # the log-in library's; nobody is found through it
    is_active = models.BooleanField(default=True)

    objects = UserRows()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind=UserKind.EMPLOYEE, employee__isnull=False, person=None)
                    | Q(kind=UserKind.CITIZEN, person__isnull=False, employee=None)
                ),
                name="people_user_is_one_kind",
            )
        ]

    @property
    def authority(self) -> Authority | None:
        """The authority that the user's employee or person belongs to."""
        owner = self.employee or self.person
        return owner.authority if owner else None

    def has_perm(self, permission: str, row: Any = None) -> bool:
        """Django's own permissions give nobody anything here; rights are asked of the Actor."""
        return False
