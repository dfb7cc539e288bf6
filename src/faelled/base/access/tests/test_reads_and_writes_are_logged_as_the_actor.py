"""A page with personal data leaves one entry: who, for whom, from which unit and for what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faelled.base.access.actor import system_actor
from faelled.base.access.log import log_read, log_write
from faelled.base.access.purposes import PurposeRefused
from faelled.base.access.tests.someone import ANNA, BO, ERIK
from faelled.base.audit.models import Entry
from faelled.base.audit.queries import LookUp, looked_at
from faelled.base.audit.tests.writing import NOW

pytestmark = pytest.mark.django_db


def test_a_read_goes_to_the_reader_s_own_stream() -> None:
    entry = log_read(ANNA, subjects=["case:1", "person:emil"], page="case", now=NOW)
    assert (entry.stream, entry.action, entry.data) == ("lookups:anna", "read", {"page": "case"})
    assert looked_at("person:emil") == [LookUp(NOW, 5, "case-work")]


def test_a_page_costs_three_statements_however_many_it_is_about() -> None:
    log_read(ANNA, subjects=[], page="case", now=NOW)
    many = [f"case:{number}" for number in range(100)]
    with CaptureQueriesContext(connection) as queries:
        log_read(ANNA, subjects=many, page="work-list", now=NOW)
    assert len(queries) == 3
    assert looked_at("case:99") == [LookUp(NOW, 5, "case-work")]


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_a_read_without_a_known_purpose_is_refused(purpose: str) -> None:
    with pytest.raises(PurposeRefused):
        log_read(ANNA.for_purpose(purpose), subjects=["case:1"], page="case", now=NOW)
    assert not Entry.objects.exists()


def test_a_stand_in_is_logged_with_both_persons_and_the_absent_one_s_unit() -> None:
    entry = log_read(ERIK.acting_for(BO), subjects=["case:1"], page="case", now=NOW)
    assert (entry.actor_id, entry.on_behalf_of_id, entry.unit_id) == ("erik", "bo", 4)


def test_the_system_s_writes_are_logged_as_its_own() -> None:
    entry = log_write(
        system_actor(3), stream="case:1", action="remind", subjects=[], detail={}, now=NOW
    )
    assert (entry.actor_id, entry.authority_id, entry.purpose) == ("system", 3, "case-work")
