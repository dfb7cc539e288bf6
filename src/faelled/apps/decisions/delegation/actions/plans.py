"""A new version of the plan comes in, and is put in force."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.decisions.delegation.actions.chains import follow_plan
from faelled.apps.decisions.delegation.books import findings_of
from faelled.apps.decisions.delegation.models import PlanInForce, PlanVersion
from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability, require_same_authority
from faelled.base.people.models import Authority
from faelled.lib.dates import local_day
from faelled.lib.delegation import Rules, RulesError, read_rules
from faelled.lib.delegation.checking import errors_in


class PlanRefused(Exception):
    """The plan was not taken; ``messages`` say all that is wrong with it, in Danish."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(*messages)
        self.messages = tuple(messages)


def read_plan(source: bytes) -> Rules:
    """The plan in a file. Raises PlanRefused with every mistake, each with its line."""
    try:
        return read_rules(source)
    except RulesError as error:
        raise PlanRefused([str(problem) for problem in error.problems]) from error


def upload_plan(source: bytes, *, by: Actor, now: datetime) -> PlanVersion:
    """Keep a file as the authority's next version; nothing follows it until it is put in force.

    Needs MANAGE_DELEGATION (else Refused). A file that is there already is not kept twice. Raises
    PlanRefused.
    """
    require_capability(by, Capability.MANAGE_DELEGATION)
    rules, digest = read_plan(source), sha256(source).hexdigest()
    with transaction.atomic():
        authority = Authority.objects.select_for_update().get(pk=by.authority_id)
        rows = PlanVersion.objects.filter(authority=authority).order_by("-number")
        kept: list[PlanVersion] = list(rows.defer("source"))
        for same in kept:
            if same.sha256 == digest:
                return same
        version: PlanVersion = PlanVersion.objects.create(
            authority=authority,
            number=kept[0].number + 1 if kept else 1,
            name=rules.name,
            own_version=rules.version,
            source=source,
            sha256=digest,
            uploaded_by=by.id,
            uploaded_by_name=by.shown_name,
            uploaded_at=now,
        )
        _log(version, "delegation.upload", {"sha256": digest}, by=by, now=now)
    return version


def put_in_force(
    version: PlanVersion, *, valid_from: date, by: Actor, now: datetime
) -> PlanInForce:
    """Let a version hold from a day on; where the day is today, open chains follow at once, else
    on the day itself (the job ``follow-plan``). All of it or nothing.

    Needs MANAGE_DELEGATION (else Refused). Raises PlanRefused for a plan with errors and for a day
    that is gone: what was decided then, was decided by the plan of then.
    """
    require_capability(by, Capability.MANAGE_DELEGATION)
    require_same_authority(by, version.authority_id)
    errors = errors_in(findings_of(version))
    if errors:
        raise PlanRefused([finding.message for finding in errors])
    today = local_day(now)
    if valid_from < today:
        raise PlanRefused([_("Vælg i dag eller en senere dag. En plan kan ikke gælde bagud.")])
    with transaction.atomic():
        Authority.objects.select_for_update().get(pk=by.authority_id)
        row = PlanInForce.objects.create(
            version=version,
            valid_from=valid_from,
            put_by=by.id,
            put_by_name=by.shown_name,
            put_at=now,
        )
        detail = {"valid_from": valid_from.isoformat()}
        _log(version, "delegation.put-in-force", detail, by=by, now=now)
        if valid_from == today:
            follow_plan(by=by, now=now)
    return row


def _log(
    version: PlanVersion, action: str, detail: dict[str, str], *, by: Actor, now: datetime
) -> None:
    log_write(
        by,
        stream=f"delegation:{version.authority_id}",
        action=action,
        subjects=[],
        detail={"number": version.number, **detail},
        now=now,
    )
