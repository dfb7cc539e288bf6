"""Each way of lying about the past leaves a place that the verifier names (casework.md 8.33-38)."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from faelled.base.audit import chain
from faelled.base.audit.checkpoints import FILE
from faelled.base.audit.models import Entry, Head
from faelled.base.audit.tests.writing import places, tamper, tamper_away, verified, write
from faelled.base.audit.verify import What

pytestmark = pytest.mark.django_db


def checkpoint() -> None:
    call_command("audit", "checkpoint", stdout=StringIO())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_id", "carla"),
        ("on_behalf_of_id", "bo"),
        ("action", "look"),
        ("purpose", "leadership"),
        ("unit_id", 8),
        ("authority_id", 2),
        ("detail", '{"step":1}'),
    ],
)
def test_an_edited_entry_is_found_whatever_was_edited(column: str, value: str | int) -> None:
    write("case:1", 5)
    write("case:2", 5)
    tamper(f"UPDATE audit_entry SET {column} = %s WHERE stream = 'case:1' AND seq = 3", value)
    assert places() == [(What.ALTERED, "case:1", 3)]


def test_an_entry_deleted_in_the_middle_is_found() -> None:
    write("case:1", 5)
    tamper_away("stream = 'case:1' AND seq = 3")
    assert (What.MISSING, "case:1", 3) in places()


def test_a_gap_closed_by_renumbering_is_found() -> None:
    write("case:1", 5)
    tamper_away("seq = 3")
    tamper("UPDATE audit_entry SET seq = seq - 1 WHERE seq > 3")
    assert (What.ALTERED, "case:1", 3) in places()


def test_a_first_entry_deleted_is_found() -> None:
    write("case:1", 3)
    tamper_away("seq = 1")
    assert (What.MISSING, "case:1", 1) in places()


def test_a_truncated_tail_is_found_through_the_head() -> None:
    write("case:1", 5)
    tamper_away("seq > 3")
    assert places() == [(What.CUT_OFF, "case:1", 4)]


def test_a_truncated_tail_with_the_head_moved_back_is_found() -> None:
    write("case:1", 5)
    third = Entry.objects.get(seq=3)
    tamper_away("seq > 3")
    tamper("UPDATE audit_head SET count = 3, digest = %s", third.digest)
    assert places() == [(What.HEAD, "case:1", 3)]


def test_a_truncated_tail_with_an_old_head_put_back_is_found_through_the_checkpoint() -> None:
    write("case:1", 3)
    old = Head.objects.get()
    write("case:1", 2)
    checkpoint()
    tamper_away("seq > 3")
    tamper("UPDATE audit_head SET count = 3, digest = %s, seal = %s", old.digest, old.seal)
    assert places() == [(What.CUT_OFF, "case:1", 4)]


def test_a_tail_cut_and_grown_again_is_found_through_the_checkpoint() -> None:
    write("case:1", 3)
    old = Head.objects.get()
    write("case:1", 2)
    checkpoint()
    tamper_away("seq > 3")
    tamper("UPDATE audit_head SET count = 3, digest = %s, seal = %s", old.digest, old.seal)
    write("case:1", 4, actor_id="carla")
    assert (What.REWRITTEN, "case:1", 5) in places()


def test_a_whole_chain_deleted_is_found_through_its_head() -> None:
    write("case:1", 5)
    write("case:2", 1)
    tamper_away("stream = 'case:1'")
    assert (What.CHAIN_GONE, "case:1", 5) in places()


def test_a_whole_chain_deleted_with_its_head_is_found_through_the_checkpoint() -> None:
    write("case:1", 5)
    write("case:2", 1)
    checkpoint()
    tamper_away("stream = 'case:1'")
    tamper("DELETE FROM audit_head WHERE stream = 'case:1'")
    assert (What.CHAIN_GONE, "case:1", 5) in places()
    checkpoint()
    assert (What.CHAIN_GONE, "case:1", 5) in places(), "a later checkpoint forgot it"


def test_a_nulled_hash_is_found() -> None:
    write("case:1", 5)
    tamper("UPDATE audit_entry SET digest = '' WHERE seq = 3")
    found = places()
    assert (What.ALTERED, "case:1", 3) in found


def test_reordered_entries_are_found() -> None:
    write("case:1", 5)
    tamper("UPDATE audit_entry SET seq = 99 WHERE seq = 2")
    tamper("UPDATE audit_entry SET seq = 2 WHERE seq = 3")
    tamper("UPDATE audit_entry SET seq = 3 WHERE seq = 99")
    assert {(What.ALTERED, "case:1", 2), (What.ALTERED, "case:1", 3)} <= set(places())


def test_an_entry_moved_to_another_stream_is_found() -> None:
    write("case:1", 2)
    write("case:2", 1)
    tamper("UPDATE audit_entry SET stream = 'case:2' WHERE stream = 'case:1' AND seq = 2")
    assert (What.CUT_OFF, "case:1", 2) in places()


def test_a_chain_rebuilt_without_the_key_is_found() -> None:
    write("case:1", 3)
    previous = ""
    for entry in Entry.objects.order_by("seq"):
        entry.actor_id = "carla"
        previous = chain.digest("another key", previous, entry.link())
        tamper(
            "UPDATE audit_entry SET actor_id = 'carla', digest = %s WHERE id = %s",
            previous,
            entry.pk,
        )
    seal = chain.head_seal("another key", "case:1", 3, previous)
    tamper("UPDATE audit_head SET digest = %s, seal = %s", previous, seal)
    altered = [place for place in places() if place[0] is What.ALTERED]
    assert altered == [(What.ALTERED, "case:1", seq) for seq in (1, 2, 3)]


def test_an_invented_entry_after_the_head_is_found() -> None:
    write("case:1", 2)
    tamper("UPDATE audit_entry SET seq = 3 WHERE seq = 2")
    tamper("UPDATE audit_head SET count = 1")
    assert (What.HEAD, "case:1", 3) in places()


def test_a_deleted_head_is_found() -> None:
    write("case:1", 2)
    tamper("DELETE FROM audit_head")
    assert places() == [(What.HEAD, "case:1", 2)]


def test_a_look_up_hidden_from_the_citizen_is_found() -> None:
    write("case:1", 2)
    tamper("DELETE FROM audit_entrysubject WHERE subject = 'person:dorthe'")
    assert places() == [(What.SUBJECTS, "case:1", 1), (What.SUBJECTS, "case:1", 2)]


def test_an_entry_moved_to_another_time_is_found_in_its_chain_and_in_the_index() -> None:
    write("case:1", 5)
    later = "at = '2026-05-04 10:00:00+00:00'"
    tamper(f"UPDATE audit_entry SET {later} WHERE stream = 'case:1' AND seq = 3")
    assert set(places()) == {(What.ALTERED, "case:1", 3), (What.SUBJECTS, "case:1", 3)}


def test_a_look_up_moved_to_another_time_is_found() -> None:
    write("case:1", 2)
    earlier = "at = '2020-01-01 00:00:00+00:00'"
    tamper(f"UPDATE audit_entrysubject SET {earlier} WHERE subject = 'person:dorthe'")
    assert places() == [(What.SUBJECTS, "case:1", 1), (What.SUBJECTS, "case:1", 2)]


def test_an_edited_checkpoint_is_found() -> None:
    write("case:1", 5)
    checkpoint()
    file = Path(settings.AUDIT_CHECKPOINTS) / FILE
    file.write_text(file.read_text().replace("[5,", "[4,"))
    assert places() == [(What.CHECKPOINT, "", 1)]


@pytest.mark.parametrize("lost", [0, 1])
def test_a_checkpoint_taken_out_is_found(lost: int) -> None:
    for _each in range(3):
        write("case:1")
        checkpoint()
    file = Path(settings.AUDIT_CHECKPOINTS) / FILE
    lines = file.read_text().splitlines(keepends=True)
    del lines[lost]
    file.write_text("".join(lines))
    assert places() == [(What.CHECKPOINT, "", lost + 1)]


def test_a_half_written_checkpoint_is_found_and_not_built_upon() -> None:
    write("case:1")
    checkpoint()
    file = Path(settings.AUDIT_CHECKPOINTS) / FILE
    file.write_text(file.read_text()[:-40])
    assert places() == [(What.CHECKPOINT, "", 1)]


def test_the_wrong_key_opens_nothing() -> None:
    write("case:1", 2)
    with_right_key = verified()
    assert with_right_key.whole
    with override_settings(AUDIT_KEY="another"):
        assert not verified().whole


def test_untouched_chains_are_whole_with_and_without_checkpoints(tmp_path: Path) -> None:
    write("case:1", 5)
    assert verified().whole
    checkpoint()
    write("case:1", 5)
    report = verified()
    assert report.whole
    assert (report.streams, report.entries, report.checkpoints) == (1, 10, 1)
    shutil.rmtree(settings.AUDIT_CHECKPOINTS)
    assert verified().whole, connection.vendor
