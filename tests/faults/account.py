"""Run on a site: takes stock of every case against everything that should agree with it."""

import json
from collections import Counter
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from faelled.base.audit.models import Entry  # noqa: E402
from faelled.casework.cases.models import Case, JournalKind  # noqa: E402
from faelled.casework.documents.actions.delivery import deliver  # noqa: E402
from faelled.casework.documents.models import Dispatch, DispatchState  # noqa: E402
from faelled.casework.processes.engines import engine_for  # noqa: E402
from faelled.lib.dcr import Marking  # noqa: E402
from faelled.lib.dcr.values import from_json  # noqa: E402


def main() -> None:
    now = timezone.now()
    for row in Dispatch.objects.filter(state=DispatchState.QUEUED):
        deliver(row.uuid, now=now)  # what the worker does each five minutes with those that wait
    outbox = settings.DIGITAL_POST_OUTBOX
    dispatches = Dispatch.objects.all()
    print(
        json.dumps(
            {
                "cases": {str(case.uuid): of_case(case) for case in Case.objects.all()},
                "sendings": sorted(str(row.uuid) for row in dispatches),
                "unsent": [row.problem for row in dispatches.exclude(state=DispatchState.SENT)],
                "outbox": sorted(path.stem for path in outbox.glob("*.xml")),
                "receipts": sorted(path.stem for path in (outbox / "receipts").glob("*.json")),
                "drafts": [path.name for path in outbox.rglob("*.part")],
            }
        )
    )


def of_case(case: Case) -> dict[str, Any]:
    """Steps by key, and whether seq, marking, journal and audit say the same as they do."""
    steps = list(case.events.order_by("seq"))
    audited = Entry.objects.filter(stream=case.ref, action="case.step")
    journal = case.journal.filter(kind=JournalKind.STEP).values_list("event_id", flat=True)
    return {
        "keys": [step.key for step in steps],
        "numbered": [step.seq for step in steps] == list(range(1, case.seq + 1)),
        "in_order": [step.at for step in steps] == sorted(step.at for step in steps),
        "replayed": replayed(case) == case.marking,
        "journal": sorted(journal) == [step.pk for step in steps],
        "audit": [entry.data["seq"] for entry in audited.order_by("seq")]
        == list(range(1, case.seq + 1)),
        "letters": Counter(step.event_id for step in steps)["request_information"],
        "sent_lines": case.journal.filter(kind=JournalKind.SENT).count(),
    }


def replayed(case: Case) -> dict[str, Any]:
    """The marking that the case's steps give when they are done again from the beginning."""
    engine = engine_for(case.version_id)
    marking: Marking = engine.initial(case.opened_at)
    for step in case.events.order_by("seq"):
        value = from_json(step.data)
        marking = engine.execute(marking, step.event_id, at=step.at, value=value)
    return dict(marking.to_json())


if __name__ == "__main__":
    main()
