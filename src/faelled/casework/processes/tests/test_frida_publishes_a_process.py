"""Publishing: who may, what is refused, what is kept, and that it never changes."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from faelled.base.access.actor import ANONYMOUS, system_actor
from faelled.base.access.refusals import Refused
from faelled.base.audit.models import Entry
from faelled.casework.processes.actions import NotPublishable, publish
from faelled.casework.processes.engines import engine_for, graph_for, written_graph_for
from faelled.casework.processes.models import Process, ProcessVersion, SourceFormat
from faelled.casework.processes.queries import get_version, listed, newest_version, visible_to
from faelled.casework.processes.tests.graphs import DEAD_END, GOOD
from tests.cast import NOW, Cast, authority_named

XML = b"""<dcrgraph title="Portalens graf"><specification><resources><events>
<event id="a"><custom/></event></events></resources></specification>
<runtime><marking><included><event id="a"/></included></marking></runtime></dcrgraph>"""


def published(cast: Cast, text: str = GOOD) -> ProcessVersion:
    return publish(text.encode(), by=cast.actor(cast.frida), now=NOW)


def test_the_source_is_kept_to_the_byte_with_who_and_when(cast: Cast) -> None:
    version = published(cast)
    version.refresh_from_db()
    assert bytes(version.source) == GOOD.encode()
    assert version.sha256 == sha256(GOOD.encode()).hexdigest()
    assert (version.process.key, version.process.title) == ("tilskud", "Tilskud til tegnebøger")
    assert (version.number, version.format) == (1, SourceFormat.NATIVE)
    assert (version.published_by, version.published_by_name) == (cast.frida.id, "Frida Beck")
    assert version.published_at == NOW
    assert version.process.authority == cast.authority


def test_warnings_are_kept_with_the_version(cast: Cast) -> None:
    assert published(cast).findings == [
        {
            "level": "warning",
            "path": "relations.response.apply.decide",
            "message": "Reglen har ingen henvisning til lov eller vejledning.",
        }
    ]


def test_a_role_that_nobody_holds_yet_is_a_warning(cast: Cast) -> None:
    text = GOOD.replace('id = "caseworker"', 'id = "lawyer"').replace('"caseworker"', '"lawyer"')
    messages = [finding["message"] for finding in published(cast, text).findings]
    assert "Ingen stilling giver rollen »Sagsbehandler« endnu." in messages


def test_a_changed_graph_is_the_next_version_and_the_old_one_stands(cast: Cast) -> None:
    first = published(cast)
    second = published(cast, GOOD.replace("Tilskud til tegnebøger", "Tilskud"))
    assert (first.process_id, second.number) == (second.process_id, 2)
    assert newest_version(first.process_id) == second
    assert Process.objects.get().title == "Tilskud"
    assert engine_for(first.pk).graph.title == "Tilskud til tegnebøger"


def test_the_same_source_again_is_the_same_version(cast: Cast) -> None:
    assert published(cast) == published(cast)
    assert Entry.objects.filter(action="process.publish").count() == 1


def test_an_xml_export_is_published_too(cast: Cast) -> None:
    version = publish(XML, by=cast.actor(cast.frida), now=NOW)
    assert (version.process.key, version.format) == ("portalens-graf", SourceFormat.PORTAL)


def test_the_name_of_the_process_may_be_given(cast: Cast) -> None:
    version = publish(XML, by=cast.actor(cast.frida), now=NOW, key="dreyer")
    assert version.process.key == "dreyer"


def test_only_the_publisher_may(cast: Cast) -> None:
    with pytest.raises(Refused):
        publish(GOOD.encode(), by=cast.actor(cast.anna), now=NOW)
    assert not Process.objects.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (DEAD_END, ["»Umuligt trin« kan aldrig ske.", "Blindgyde:"]),
        ("id = ", ["ikke gyldig TOML"]),
        (GOOD.replace("hear -->*", "nobody -->*"), ["Trinnet »nobody« findes ikke."]),
        ('id = "e"\nversion = "1"\ntitle = "E"\n', ["Grafen har ingen trin."]),
        ("<svg/>", ["ikke <dcrgraph>"]),
    ],
)
def test_a_graph_with_errors_is_refused_with_all_of_them(
    cast: Cast, text: str, says: list[str]
) -> None:
    with pytest.raises(NotPublishable) as caught:
        published(cast, text)
    assert all(any(said in message for message in caught.value.messages) for said in says)
    assert not Process.objects.exists()
    assert not Entry.objects.filter(action="process.publish").exists()


def test_publishing_is_written_in_the_audit_log(cast: Cast) -> None:
    version = published(cast)
    entry = Entry.objects.get(stream=f"process:{version.process_id}")
    assert (entry.action, entry.actor_id, entry.at) == ("process.publish", cast.frida.id, NOW)
    assert version.sha256 in entry.detail


@pytest.mark.parametrize("way", ["save", "delete", "update", "delete-all"])
def test_a_published_version_is_never_changed_in_python(cast: Cast, way: str) -> None:
    version = published(cast)
    version.number = 7
    rows = ProcessVersion.objects.filter(pk=version.pk)
    ways: dict[str, Callable[[], object]] = {
        "save": version.save,
        "delete": version.delete,
        "update": partial(rows.update, number=7),
        "delete-all": rows.delete,
    }
    with pytest.raises(Refused):
        ways[way]()
    assert ProcessVersion.objects.get().number == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE processes_processversion SET number = 7",
        "UPDATE processes_processversion SET findings = '[]'",
        "DELETE FROM processes_processversion",
    ],
)
def test_a_published_version_is_never_changed_in_the_database(cast: Cast, statement: str) -> None:
    published(cast)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert ProcessVersion.objects.get().number == 1


def test_what_the_system_publishes_for_nobody_ships_to_all(cast: Cast) -> None:
    shipped = publish(GOOD.encode(), by=system_actor(0), now=NOW)
    assert shipped.process.authority is None
    assert shipped.findings == published(cast).findings
    own = Process.objects.get(authority=cast.authority)
    assert set(visible_to(cast.actor(cast.anna))) == {shipped.process, own}


def test_an_authority_sees_its_own_and_the_shipped_ones_only(cast: Cast) -> None:
    other = authority_named("Nabokøbing Kommune", code="0998")
    publish(GOOD.encode(), by=system_actor(other.pk), now=NOW)
    assert listed(cast.actor(cast.anna)) == []
    with pytest.raises(Http404):
        get_version(cast.actor(cast.anna), "tilskud", 1)
    assert not visible_to(ANONYMOUS).exists()


def test_an_authority_s_own_process_goes_before_a_shipped_one(cast: Cast) -> None:
    publish(GOOD.encode(), by=system_actor(0), now=NOW)
    own = published(cast, GOOD.replace("tegnebøger", "bøger"))
    assert get_version(cast.actor(cast.anna), "tilskud", 1) == own


def test_the_list_shows_the_newest_version_of_each(cast: Cast) -> None:
    published(cast)
    publish(
        GOOD.replace("1.0.0", "1.1.0").encode(),
        by=cast.actor(cast.frida),
        now=NOW + timedelta(days=1),
    )
    (row,) = listed(cast.actor(cast.anna))
    assert (row.newest, row.version_count) == (2, 2)
    assert row.published_at == NOW + timedelta(days=1)


def test_the_engine_of_a_version_is_compiled_once_and_runs_flat(cast: Cast) -> None:
    version = published(cast)
    assert engine_for(version.pk) is engine_for(version.pk)
    assert graph_for(version.pk).groups == ()
    assert [group.id for group in written_graph_for(version.pk).groups] == ["work"]


@pytest.mark.parametrize("copies", [60, 401])
def test_a_graph_too_thick_to_show_is_refused_before_it_is_asked_anything(
    cast: Cast, copies: int
) -> None:
    """casework.md 8.5: what a jurist may write must not stop the pages of every case."""
    ids = ", ".join(f"step{number}" for number in range(copies))
    steps = "".join(
        f'[[events]]\nid = "step{number}"\nlabel = "Trin"\nroles = ["caseworker"]\n'
        for number in range(copies)
    )
    head = GOOD.partition("[[events]]")[0]
    text = f'{head}{steps}[[relations]]\nis = "{ids} -->* {ids}"\n'
    with pytest.raises(NotPublishable, match="for stor"):
        published(cast, text)


def test_a_file_of_lists_in_lists_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(NotPublishable, match="for mange lag"):
        published(cast, GOOD + "\nx = " + "[" * 20_000 + "]" * 20_000)
