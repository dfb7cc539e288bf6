"""Plans made ready to be asked, one for each version: a version never changes, so it is kept."""

from functools import lru_cache

from faelled.apps.decisions.delegation.models import PlanVersion
from faelled.lib.delegation import Finding, RuleBook, check_rules, read_rules

KEPT = 64


@lru_cache(maxsize=KEPT)
def book_for(version_id: int, sha256: str) -> RuleBook:
    """The plan of a version. ``sha256`` is its file's: an id that comes again after a rollback
    never gives another file's rules.
    """
    version = PlanVersion.objects.only("source").get(pk=version_id)
    return RuleBook(read_rules(bytes(version.source)))


def book_of(version: PlanVersion) -> RuleBook:
    return book_for(version.pk, version.sha256)


@lru_cache(maxsize=KEPT)
def findings_for(version_id: int, sha256: str) -> tuple[Finding, ...]:
    """What the check says of a version, errors first."""
    return tuple(check_rules(book_for(version_id, sha256).rules))


def findings_of(version: PlanVersion) -> tuple[Finding, ...]:
    return findings_for(version.pk, version.sha256)
