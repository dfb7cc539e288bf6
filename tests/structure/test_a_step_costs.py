"""What a step through the web may cost, and what every request pays before its page begins."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.municipality import STEPS, model_cases, one_case
from faelled.casework.cases.models import Case, CaseType
from tests.cast import Cast, the_cast

EVENT, _who, ANSWERS = STEPS[-1]  # a question answered: one task is over, another begins
MOST_STATEMENTS = 15
MOST_BEFORE_THE_PAGE = 2  # the session with whose it is; the positions
Post = tuple[str, dict[str, str]]


@pytest.fixture
def step(db: None, client: Client) -> Post:
    """Anna's next step, when the process has answered the same in another case before."""
    cast = the_cast()
    model_cases(cast)
    client.force_login(cast.anna.user)
    client.get(reverse("cases:list"))  # the log-in's first page writes the session
    client.post(*waiting(cast))
    return waiting(cast)


def waiting(cast: Cast) -> Post:
    case = one_case(cast, CaseType.objects.get(), len(STEPS) - 1)
    known = {"idempotency_key": str(uuid4()), "seen_seq": str(case.seq)}
    return reverse("cases:step", args=[case.uuid, EVENT]), known | ANSWERS


def test_a_step_asks_fifteen_times(step: Post, client: Client) -> None:
    address, fields = step
    with CaptureQueriesContext(connection) as found:
        assert client.post(address, fields).status_code == 302
    asked = [query["sql"] for query in found if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)
    before = [sql for sql in asked if "connect_login" in sql or "people_" in sql]
    assert len(before) <= MOST_BEFORE_THE_PAGE, "\n".join(before)
    assert Case.objects.get(uuid=address.split("/")[-4]).seq == int(fields["seen_seq"]) + 1


def test_no_statement_of_a_step_is_written_anew(
    step: Post, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    as_sql = SQLCompiler.as_sql

    def noted(self: SQLCompiler, *args: object, **more: object) -> object:
        found = as_sql(self, *args, **more)  # type: ignore[arg-type]
        written.append(found[0])
        return found

    address, fields = step
    monkeypatch.setattr(SQLCompiler, "as_sql", noted)
    assert client.post(address, fields).status_code == 302
    assert written == []
