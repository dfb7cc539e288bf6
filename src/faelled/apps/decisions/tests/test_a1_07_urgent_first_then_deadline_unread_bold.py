"""A.1, 7: urgent sorts first; then by deadline; no deadline last; unread in bold. An approval of
one's own and a turn in a chain stand in one list.
"""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.queries import waiting_keys
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import at_the_page
from faelled.casework.cases.models import Case, Task

DAY = timedelta(days=1)
# Six are of the log-in, the tabs and the session; one more than without chains for each of:
# the turns, their people, their steps.
PAGE_QUERIES = 14


def without_deadline(chain: Chain) -> Chain:
    Chain.objects.filter(pk=chain.pk).update(deadline=None)
    return chain


def test_both_kinds_stand_in_one_order(chained: Chained) -> None:
    bo = chained.step(chained.cast.bo)
    never = without_deadline(chained.started(bo))
    late = chained.started(bo, deadline=chained.now + 9 * DAY)
    plain = chained.office.drafted()
    Case.objects.filter(pk=plain.pk).update(next_deadline=None)
    Task.objects.filter(case=plain).update(deadline=chained.now + 5 * DAY)
    urgent = chained.started(bo, deadline=chained.now + 20 * DAY, urgent=True)
    keys = [
        (row[0], row[1]) for row in waiting_keys(chained.actor(chained.cast.bo), now=chained.now)
    ]
    turn = {chain.pk: chain.tasks.get().pk for chain in (never, late, urgent)}
    assert keys == [
        ("turn", turn[urgent.pk]),
        ("task", Task.objects.get(case=plain, event_id="approve").pk),
        ("turn", turn[late.pk]),
        ("turn", turn[never.pk]),
    ]


def test_what_is_not_opened_is_bold_until_it_is(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    bo = at_the_page(chained.cast.bo)
    assert "approval-card--unread" in bo.get("/til-godkendelse/").content.decode()
    bo.get(f"/til-godkendelse/kaede/{chain.uuid}/")
    assert "approval-card--unread" not in bo.get("/til-godkendelse/").content.decode()


def test_a_list_of_both_kinds_costs_few_queries(chained: Chained) -> None:
    for _number in range(6):
        chained.started(chained.step(chained.cast.bo))
        chained.office.drafted()
    bo = at_the_page(chained.cast.bo)
    bo.get("/til-godkendelse/")
    with CaptureQueriesContext(connection) as context:
        html = bo.get("/til-godkendelse/").content.decode()
    asked = [row["sql"] for row in context if "audit_" not in row["sql"]]
    assert html.count('<article class="approval-card') == 12
    assert len(asked) <= PAGE_QUERIES, "\n".join(sql[:150] for sql in asked)
