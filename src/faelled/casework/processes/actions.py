"""Publishing: the one way a graph becomes what cases follow."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.text import slugify

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability
from faelled.base.people.models import Authority, Position
from faelled.casework.processes.models import Process, ProcessVersion, SourceFormat
from faelled.lib.dates import danish_calendar, local_day
from faelled.lib.dcr import DcrError, Engine, Graph
from faelled.lib.dcr.analysis import Finding, check_graph
from faelled.lib.dcr.problems import GraphError
from faelled.lib.dcr.read import is_xml, load_graph

ALWAYS_KNOWN = frozenset({"citizen", "system"})


class NotPublishable(Exception):
    """The graph was not published; ``messages`` say all that is wrong with it, in Danish."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(*messages)
        self.messages = tuple(messages)


def publish(source: bytes, *, by: Actor, now: datetime, key: str = "") -> ProcessVersion:
    """Publish ``source`` (TOML or portal XML) as the next version of its process.

    Needs PUBLISH_PROCESS. The same source twice gives the version that is there already. Raises
    NotPublishable with every error; warnings are stored with the version and shown on its page.
    """
    require_capability(by, Capability.PUBLISH_PROCESS)
    graph, findings = checked(source, by, now)
    digest = sha256(source).hexdigest()
    with transaction.atomic():
        process, _made = Process.objects.get_or_create(
            authority=Authority.objects.filter(pk=by.authority_id).first(),
            key=key or slugify(graph.id) or digest[:12],
            defaults={"title": graph.title},
        )
        process = Process.objects.select_for_update().get(pk=process.pk)
        newest = process.versions.order_by("-number").first()
        if newest is not None and newest.sha256 == digest:
            return newest
        process.title = graph.title
        process.save(update_fields=["title"])
        version = ProcessVersion.objects.create(
            process=process,
            number=newest.number + 1 if newest else 1,
            graph_id=graph.id,
            format=SourceFormat.PORTAL if is_xml(source) else SourceFormat.NATIVE,
            source=source,
            sha256=digest,
            findings=[finding.to_json() for finding in findings],
            published_by=by.id,
            published_by_name=by.name,
            published_at=now,
        )
        log_write(
            by,
            stream=f"process:{process.pk}",
            action="process.publish",
            subjects=[],
            detail={"number": version.number, "sha256": digest},
            now=now,
        )
    return version


def checked(source: bytes, by: Actor, now: datetime) -> tuple[Graph, list[Finding]]:
    """The graph and its warnings; NotPublishable where it has an error."""
    try:
        graph = load_graph(source)
        Engine(graph, calendar=danish_calendar())
    except GraphError as error:
        raise NotPublishable([str(problem) for problem in error.errors]) from error
    except DcrError as error:
        raise NotPublishable([str(error)]) from error
    findings = check_graph(graph, known_roles(by.authority_id, now))
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        raise NotPublishable([f"{one.path}: {one.message}" for one in errors])
    return graph, findings


def known_roles(authority_id: int, now: datetime) -> frozenset[str]:
    """The roles that somebody holds today, and those that need no position."""
    held = Position.objects.on(local_day(now)).filter(unit__authority_id=authority_id)
    return ALWAYS_KNOWN | frozenset(held.values_list("role", flat=True))
