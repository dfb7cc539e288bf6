"""Two people at once write to one stream; the chain has one end."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from faelled.base.audit.models import Entry, Head
from faelled.base.audit.tests.writing import verified, write

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 4, 8


def test_writers_at_once_take_turns() -> None:
    together = Barrier(WRITERS)
    errors: list[BaseException] = []

    def run() -> None:
        try:
            together.wait(timeout=20)
            for _each in range(EACH):
                with transaction.atomic():
                    write("case:1")
        except BaseException as error:  # noqa: BLE001  (shown below, in the test's own thread)
            errors.append(error)
        finally:
            connection.close()

    writers = [Thread(target=run) for _each in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert errors == []
    assert Head.objects.get().count == Entry.objects.count() == WRITERS * EACH
    assert verified().whole


def test_a_writer_who_gives_up_leaves_no_gap() -> None:
    write("case:1")
    with pytest.raises(RuntimeError), transaction.atomic():
        write("case:1")
        raise RuntimeError
    write("case:1")
    assert verified().whole
