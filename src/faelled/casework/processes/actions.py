"""Publishing: the one way a graph becomes what cases follow."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability
from faelled.casework.processes.engines import engine_for
from faelled.casework.processes.files import run_beside
from faelled.casework.processes.models import Process, ProcessVersion, SourceFormat
from faelled.casework.processes.queries import in_force, known_roles
from faelled.lib.dates import danish_calendar
from faelled.lib.dcr import DcrError, Engine, Graph
from faelled.lib.dcr.flatten import members
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.read import is_xml, load_graph
from faelled.lib.dcr.verification.analysis import Finding, check_graph

LONGEST_TITLE, LONGEST_KEY = 200, 100
# Far above any process known, and far below where the pages of its cases become slow.
MOST_EVENTS, MOST_GROUPS, MOST_RULES = 400, 100, 3_000


class NotPublishable(Exception):
    """The graph was not published; `messages` say all that is wrong with it, in Danish."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(*messages)
        self.messages = tuple(messages)


def publish(
    source: bytes,
    *,
    by: Actor,
    now: datetime,
    key: str = "",
    tests: bytes | None = None,
    reason: str = "",
    seen: int | None = None,
) -> ProcessVersion:
    """Publish `source` (TOML or portal XML) as the next version of its process.

    The process is the actor's authority's own; the system of no authority (id 0) publishes to all.
    Needs PUBLISH_PROCESS (else Refused). The newest source once more gives the version that is
    there already. Raises NotPublishable with every error; warnings are stored with the version.

    `tests`: its model tests, which must hold; None keeps those of the version in force, b"" has
    none. `seen`: the id of the version in force that the publisher has compared with (0: none);
    where another has come meanwhile, nothing is published.
    """
    require_capability(by, Capability.PUBLISH_PROCESS)
    graph, findings = checked(source, by, now)
    key = key_for(graph, source, key)
    digest = sha256(source).hexdigest()
    with transaction.atomic():
        process = _locked_process(graph, by, key)
        newest = process.versions.order_by("-number").first()
        before = in_force(by, key)
        _refuse_unseen(before, seen)
        kept = tests_for(before, tests)
        if newest is not None and newest.sha256 == digest and bytes(newest.tests) == kept:
            return newest
        _refuse_failing(graph, kept)
        version = ProcessVersion.objects.create(
            process=process,
            number=newest.number + 1 if newest else 1,
            graph_id=graph.id,
            format=SourceFormat.PORTAL if is_xml(source) else SourceFormat.NATIVE,
            source=source,
            sha256=digest,
            findings=[finding.to_json() for finding in findings],
            published_by=by.id,
            published_by_name=by.shown_name,
            published_at=now,
            reason=reason,
            tests=kept,
        )
        _log_published(version, by=by)
    # An id can come again after a rollback; what was compiled under it must not.
    engine_for.cache_clear()
    return version


def _log_published(version: ProcessVersion, *, by: Actor) -> None:
    tests = bytes(version.tests)
    log_write(
        by,
        stream=f"process:{version.process_id}",
        action="process.publish",
        subjects=[],
        detail={
            "number": version.number,
            "sha256": version.sha256,
            "tests_sha256": sha256(tests).hexdigest() if tests else "",
            "reason": version.reason,
        },
        now=version.published_at,
    )


def key_for(graph: Graph, source: bytes, given: str) -> str:
    """The name of its process in addresses: the one given, or what the graph calls itself."""
    return given or slugify(graph.id)[:LONGEST_KEY] or sha256(source).hexdigest()[:12]


def tests_for(before: ProcessVersion | None, given: bytes | None) -> bytes:
    """The model tests that the next version must pass."""
    if given is not None:
        return given
    return bytes(before.tests) if before else b""


def _refuse_unseen(before: ProcessVersion | None, seen: int | None) -> None:
    if seen is not None and seen != (before.pk if before else 0):
        text = _("En anden har udgivet en version imens. Se ændringerne igen, før du udgiver.")
        raise NotPublishable([text])


def _refuse_failing(graph: Graph, tests: bytes) -> None:
    try:
        _count, failures = run_beside(graph, tests)
    except DcrError as error:
        raise NotPublishable([_("Prøverne: %(error)s") % {"error": error}]) from error
    if failures:
        raise NotPublishable([_("Prøve: %(failure)s") % {"failure": one} for one in failures])


def _locked_process(graph: Graph, by: Actor, key: str) -> Process:
    """The process row, held until the version is numbered; its title follows the newest graph."""
    title = graph.title[:LONGEST_TITLE]
    mine = Q(authority_id=by.authority_id) if by.authority_id else Q(authority=None)
    of_this_key = Process.objects.select_for_update().filter(mine, key=key)
    process = of_this_key.first()
    if process is None:
        try:
            with transaction.atomic():
                return Process.objects.create(
                    authority_id=by.authority_id or None, key=key, title=title
                )
        except IntegrityError:  # somebody else published the first version just now
            process = of_this_key.get()
    if process.title != title:
        process.title = title
        process.save(update_fields=["title"])
    return process


def checked(source: bytes, by: Actor, now: datetime) -> tuple[Graph, Sequence[Finding]]:
    """The graph and its warnings; NotPublishable with every error in it."""
    try:
        graph = load_graph(source)
    except GraphError as error:
        raise NotPublishable([str(problem) for problem in error.errors]) from error
    _refuse_too_large(graph)
    findings = findings_of(source, frozenset(known_roles(by.authority_id, now)))
    errors = [_line(finding) for finding in findings if finding.level == "error"]
    if not graph.events:
        errors.append(_("Grafen har ingen trin."))
    if errors:
        raise NotPublishable(errors)
    try:
        Engine(graph, calendar=danish_calendar())
    except DcrError as error:
        raise NotPublishable([str(error)]) from error
    return graph, findings


@lru_cache(maxsize=32)
def findings_of(source: bytes, roles: frozenset[str]) -> tuple[Finding, ...]:
    """What the search of one source's courses found; seconds for a thick graph, so it is kept for
    who looks first and then publishes, and for the next authority that publishes the same.
    """
    return tuple(check_graph(load_graph(source), roles))


def _refuse_too_large(graph: Graph) -> None:
    """Before anything else is asked of it: each later question costs more than the size."""
    small = len(graph.events) <= MOST_EVENTS and len(graph.groups) <= MOST_GROUPS
    inside = members(graph) if small else {}
    rules = sum(
        len(inside.get(rule.source, ())) * len(inside.get(rule.target, ()))
        for rule in graph.relations
    )
    if not small or rules > MOST_RULES:
        text = _("Grafen er for stor. Der er plads til %(events)d trin og %(rules)d regler.")
        raise NotPublishable([text % {"events": MOST_EVENTS, "rules": MOST_RULES}])


def _line(finding: Finding) -> str:
    return f"{finding.path}: {finding.message}" if finding.path else finding.message
