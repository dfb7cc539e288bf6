"""Versions of an authority's delegation plan, and from when each holds. No row is ever changed."""

from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from django.utils.translation import gettext as _

from faelled.base.access.refusals import Refused


class Unchanging(models.QuerySet[Any]):
    """Rows that are added and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Never: chains and decisions point at what held then."""
        refuse_change()

    def delete(self) -> NoReturn:
        """Never, for the same reason."""
        refuse_change()


class UnchangingRow(models.Model):
    """A row that is written once (the database refuses a second time too)."""

    objects: ClassVar[models.Manager[Self]] = Unchanging.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse_change()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse_change()


class PlanVersion(UnchangingRow):
    """A plan as it was uploaded: the file to the byte. ``own_version`` is what the file calls
    itself, ``number`` counts the authority's uploads.
    """

    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=1_000)
    own_version = models.CharField(max_length=80)
    source = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.CharField(max_length=36)
    uploaded_by_name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "number"], name="delegation_plans_are_numbered"
            )
        ]


class PlanInForce(UnchangingRow):
    """Somebody put a version in force from a day. The latest day that has come holds; of two with
    the same day, the one put in force last.
    """

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="in_force")
    valid_from = models.DateField()
    put_by = models.CharField(max_length=36)
    put_by_name = models.CharField(max_length=200)
    put_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["version", "-valid_from"], name="delegation_in_force")]


class ChainBasis(UnchangingRow):
    """By what a chain of approval was derived; the newest row of a chain counts.

    ``rule`` is the rule's id, ``steps`` are who is asked, ``reasons`` why, and ``changes`` what was
    otherwise before (empty at the start). ``problem``: why the chain could not be made to follow;
    it then stands as it was.
    """

    chain = models.ForeignKey("decisions.Chain", models.PROTECT, related_name="bases")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80, blank=True)
    kle = models.CharField(max_length=8)
    facet = models.CharField(max_length=3, blank=True)
    decision = models.CharField(max_length=100)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    steps: models.JSONField[Any, Any] = models.JSONField(default=list)
    reasons: models.JSONField[Any, Any] = models.JSONField(default=list)
    changes: models.JSONField[Any, Any] = models.JSONField(default=list)
    problem = models.CharField(max_length=1_000, blank=True)
    made_by = models.CharField(max_length=36)
    made_by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["chain", "-id"], name="delegation_basis_of_a_chain")]


def refuse_change() -> NoReturn:
    """Raise Refused in the user's words."""
    raise Refused(_("En plan ændres og slettes aldrig. Læg en ny version op."))
