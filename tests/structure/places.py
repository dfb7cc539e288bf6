"""Every address of the site, filled in with what lies in the world."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from faelled.apps.post.models import Received
from faelled.base.access.decorators import AccessRule
from faelled.casework.chats.models import Chat
from tests.structure.world import World

MEETING_PAGES: Mapping[str, tuple[str, ...]] = {
    "meeting": (),
    "change": (),
    "step": ("event_id",),
    "add_person": (),
    "remove_person": ("attendee",),
    "new_item": (),
    "item": ("item",),
    "decide": ("item",),
    "change_item": ("item", "change"),
    "agenda": (),
    "agenda_edition": ("edition",),
    "document": ("document",),
}


def meeting_places(world: World, *, more: tuple[str, ...]) -> list[dict[str, object]]:
    """What stands in an address of the meeting that has the world's case on its agenda."""
    item = world.item
    places: dict[str, object] = {
        "event_id": "start",
        "attendee": 1,
        "item": item.uuid,
        "change": "op",
        "edition": "aaben",
        "document": world.paper.uuid,
    }
    return [{"uuid": item.meeting.uuid, **{name: places[name] for name in more}}]


def post_places(world: World) -> list[dict[str, object]]:
    """The messages that have come to the world's authority."""
    rows = Received.objects.filter(authority=world.cast.authority).order_by("pk")
    return [{"uuid": row.uuid} for row in rows]


# What stands in each address, by the route's name. A new route without a line here fails the walk.
PLACES: Mapping[str, Callable[[World], list[dict[str, object]]]] = {
    "act-for": lambda world: [{}],
    "log-ins": lambda world: [{}],
    "end-log-in": lambda world: [{}],
    "notices:settings": lambda world: [{}],
    "notices:add": lambda world: [{}],
    "notices:remove": lambda world: [{"uuid": uuid4()}],
    "processes:list": lambda world: [{}],
    "processes:version": lambda world: [{"key": "breve", "number": 1}],
    "processes:publish": lambda world: [{}],
    "processes:tests": lambda world: [{"key": "breve", "number": 1}],
    "processes:source": lambda world: [{"key": "breve", "number": 1}],
    "processes:try": lambda world: [{"key": "breve", "number": 1}],
    "processes:compare": lambda world: [{"key": "breve", "number": 1, "other": 1}],
    "cases:list": lambda world: [{}],
    "cases:search": lambda world: [{}],
    "cases:new": lambda world: [{}],
    "cases:types": lambda world: [{}],
    "cases:break_glass": lambda world: [{}],
    "cases:break_glass_review": lambda world: [{}],
    **{
        f"cases:{name}": lambda world: [{"uuid": world.case.uuid}]
        for name in (
            "case",
            "map",
            "journal",
            "looks",
            "note",
            "take",
            "assign",
            "subject",
            "party",
        )
    },
    "cases:let_out": lambda world: [
        {"uuid": world.case.uuid, "row": row.pk} for row in world.case.assignments.all()
    ],
    "cases:leave": lambda world: [
        {"uuid": world.case.uuid, "party": party.pk} for party in world.case.parties.all()
    ],
    **{
        name: lambda world: [
            {"uuid": world.case.uuid, "event_id": id} for id in ("add", "approve", "inform")
        ]
        for name in ("cases:step", "cases:step_fields", "intake:step", "decisions:approval")
    },
    "cases:status": lambda world: [
        {"uuid": world.case.uuid, "change": change}
        for change in ("bero", "genoptag", "afslut", "genaabn")
    ],
    "documents:list": lambda world: [{"uuid": world.case.uuid}],
    "documents:new": lambda world: [{"uuid": world.case.uuid}],
    "documents:file": lambda world: [
        {"uuid": paper.uuid, "number": 1} for paper in (world.letter, world.paper)
    ],
    **{
        f"documents:{name}": lambda world: [
            {"uuid": paper.uuid} for paper in (world.letter, world.paper)
        ]
        for name in ("document", "version", "send", "remove", "own")
    },
    "documents:change": lambda world: [
        {"uuid": world.paper.uuid, "change": change} for change in ("laas", "laas-op", "faerdig")
    ],
    **{
        f"intake:{name}": lambda world: [
            {"uuid": draft.uuid} for draft in (world.application, world.answer)
        ]
        for name in ("draft", "check", "discard")
    },
    "intake:apply": lambda world: [{"key": "breve"}],
    **{
        f"intake:{name}": lambda world: [{"key": "breve"}, {"key": "aktindsigt"}]
        for name in ("paper", "guest")
    },
    **{f"intake:guest_{name}": lambda world: [{}] for name in ("link", "sent", "follow", "lost")},
    "intake:new_code": lambda world: [{"uuid": world.case.uuid}],
    "intake:guest_open": lambda world: [{"link": "x" * 43}],
    "intake:mine": lambda world: [{}],
    "intake:case": lambda world: [{"uuid": world.case.uuid}],
    "intake:looks": lambda world: [{"uuid": world.case.uuid}],
    "intake:receipt": lambda world: [{"uuid": world.case.uuid, "seq": seq} for seq in (1, 2)],
    "intake:receipt_pdf": lambda world: [{"uuid": world.case.uuid, "seq": seq} for seq in (1, 2)],
    "ui:device": lambda world: [{}],
    "chats:list": lambda world: [{}],
    "chats:begin": lambda world: [{"subject": "test:1"}],
    **{
        f"chats:{name}": lambda world: [{"uuid": Chat.objects.get(case=world.case).uuid}]
        for name in ("chat", "new", "say", "invite", "note")
    },
    **{f"orders:{name}": lambda world: [{}] for name in ("list", "export", "new", "intake")},
    "orders:order": lambda world: [{"uuid": world.order.uuid}],
    "orders:open_source": lambda world: [{"uuid": world.order.uuid}],
    "orders:draft": lambda world: [{"uuid": world.order.uuid}],
    "orders:step": lambda world: [
        {"uuid": world.order.uuid, "event_id": id} for id in ("accept", "pass_on", "withdraw")
    ],
    "post:list": lambda world: [{}],
    "post:file": lambda world: [{**row, "number": 1} for row in post_places(world)],
    **{f"post:{name}": lambda world: post_places(world) for name in ("message", "seen")},
    "post:change": lambda world: [
        {**row, "change": change}
        for row in post_places(world)
        for change in ("laeg-paa-sag", "ny-sag", "giv-videre", "kraever-ikke-mere", "forkert-sag")
    ],
    "meetings:list": lambda world: [{}],
    "meetings:listed": lambda world: [{"which": "mine"}],
    "meetings:new": lambda world: [{}],
    "meetings:start_now": lambda world: [{}],
    **{
        f"meetings:{name}": partial(meeting_places, more=more)
        for name, more in MEETING_PAGES.items()
    },
    "decisions:waiting": lambda world: [{}],
    "decisions:answered": lambda world: [{}],
    "staff:employees": lambda world: [{}],
    "staff:lookups": lambda world: [{}],
    "staff:lookups_csv": lambda world: [{}],
    "staff:grants": lambda world: [{}],
    "staff:controls": lambda world: [{}],
    **{
        f"staff:{name}": lambda world: [{"uuid": world.control.uuid}]
        for name in ("control", "control_csv", "finish_control")
    },
    "staff:sample": lambda world: [{"uuid": world.control.uuid, "position": 1}],
    **{
        f"staff:{name}": lambda world: [{"uuid": world.cast.anna.employee.uuid}]
        for name in ("employee", "remove_right", "grant", "change_grant", "return_grant")
    },
    "staff:propose": lambda world: [
        {"uuid": world.cast.anna.employee.uuid, "kind": kind}
        for kind in ("position", "capability", "desk-role", "mandate", "all-pages")
    ],
    "staff:decide": lambda world: [
        {"uuid": world.cast.anna.employee.uuid, "decision": decision}
        for decision in ("godkend", "traek-tilbage")
    ],
    "staff:absences": lambda world: [{}],
    "staff:new_absence": lambda world: [{"uuid": world.cast.anna.employee.uuid}],
    "staff:end_absence": lambda world: [{"pk": 1}],
    "decisions:stand_in": lambda world: [{}],
    **{
        f"decisions:{name}": lambda world: [{}]
        for name in ("copies", "mine", "new", "propose", "templates", "rules", "gate")
    },
    "decisions:new_for_case": lambda world: [{"uuid": world.case.uuid, "event_id": "approve"}],
    "decisions:new_for_foreign": lambda world: [{"id": "F-2041"}],
    "decisions:retire": lambda world: [{"uuid": uuid4()}],
    **{
        f"decisions:{name}": lambda world: [{"uuid": world.case.chains.get().uuid}]
        for name in ("chain", "change")
    },
    "decisions:letter": lambda world: [
        {
            "uuid": world.case.uuid,
            "event_id": "approve",
            "document": world.letter.uuid,
            "number": 1,
        }
    ],
    "decisions:chain_letter": lambda world: [
        {"uuid": world.case.chains.get().uuid, "document": world.letter.uuid, "number": 1}
    ],
    "decisions:gate_rules": lambda world: [{"uuid": world.cast.bo.employee.uuid}],
    "decisions:chain_document": lambda world: [
        {"uuid": world.case.chains.get().uuid, "document": "indstilling"}
    ],
    **{f"delegation:{name}": lambda world: [{}] for name in ("who", "plans", "upload")},
    **{
        f"delegation:{name}": lambda world: [{"number": 1}]
        for name in ("plan", "source", "put_in_force")
    },
    **{
        f"delegation:{name}": lambda world: [{"uuid": world.case.uuid, "event_id": "approve"}]
        for name in ("send", "follow")
    },
}


def routes(
    wanted: Callable[[str, AccessRule], bool],
    patterns: list[URLPattern | URLResolver] | None = None,
    before: str = "",
) -> Mapping[str, AccessRule]:
    """Each wanted route: its name with its namespace, and who may open it."""
    found: dict[str, AccessRule] = {}
    for pattern in patterns or list(get_resolver().url_patterns):
        if isinstance(pattern, URLResolver):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            found |= routes(wanted, list(pattern.url_patterns), space)
            continue
        rule, name = getattr(pattern.callback, "access", None), f"{before}{pattern.name}"
        if isinstance(rule, AccessRule) and wanted(name, rule):
            found[name] = rule
    return found


def guarded_routes() -> Mapping[str, AccessRule]:
    """Each route that needs a log-in."""
    return routes(lambda name, rule: rule.who != "anyone")


def addresses(world: World, name: str) -> list[str]:
    return [reverse(name, kwargs=kwargs) for kwargs in PLACES[name](world)]
