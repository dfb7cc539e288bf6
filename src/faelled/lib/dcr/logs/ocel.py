"""Object-centric logs (OCEL 2.0, JSON or XML), seen from one type of object: each is a case.

An event that concerns several objects of the type is part of the case of each; one that concerns
none is left out. Events come in the order of their times.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.gathering import Gathering
from faelled.lib.dcr.logs.records import Columns, LogError, moment

MOST_BYTES = 256 * 1024**2  # it is held in memory whole


def ocel_frames(
    file: BinaryIO,
    object_type: str = "",
    columns: Columns | None = None,
    attributes: Sequence[str] = (),
    reader: Callable[[BinaryIO], Mapping[str, Any]] | None = None,
) -> EventLog:
    """The log of one type of object; it may go unsaid where there is only one.

    `columns` names the events' attributes for resource, group and lifecycle. `reader`: of another
    format than JSON, into what JSON has (`ocel_xml`). Raises LogError, with
    the place in the file's own words, for what is no such log.
    """
    told = (reader or _read)(file)
    objects = {
        _text(one, "id", f"objects[{at}]"): (_text(one, "type", f"objects[{at}]"), one)
        for at, one in enumerate(_list(told, "objects"))
    }
    chosen = _chosen({type for type, _one in objects.values()}, object_type)
    names = columns or Columns()
    wanted = (names.resource, names.group, names.lifecycle, *attributes)
    gathering = Gathering(attributes)
    cases: dict[str, int] = {}
    for id, (type, one) in objects.items():
        if type == chosen:
            cases[id] = len(cases)
            gathering.case(id, _values(one, f"objects »{id}«"))
    for event in _in_order(_list(told, "events")):
        where = f"events »{event.get('id')}«"
        values = _values(event, where)
        row = [_text(event, "type", where), _text(event, "time", where)]
        row += [values.get(name) for name in wanted]  # type: ignore[misc]
        links = [_text(link, "objectId", where) for link in _list(event, "relationships", where)]
        for id in dict.fromkeys(links):
            if id in cases:
                gathering.events(cases[id], [row])
    return gathering.log()


def _read(file: BinaryIO) -> Mapping[str, Any]:
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise LogError(f"En log i JSON kan højst fylde {MOST_BYTES // 1024**2} MiB.")
    try:
        told = json.loads(data)
    except json.JSONDecodeError as error:
        raise LogError(f"Linje {error.lineno}: loggen er ikke gyldig JSON.") from error
    except UnicodeDecodeError as error:
        raise LogError("Loggen er ikke tekst i UTF-8.") from error
    except (ValueError, RecursionError) as error:  # a number too long, lists too deep
        raise LogError("Loggen er ikke gyldig JSON, der kan læses.") from error
    if not isinstance(told, dict):
        raise LogError("Filen er ikke en OCEL-log: den har ikke objects og events.")
    return told


def _chosen(types: set[str], asked: str) -> str:
    if asked in types:
        return asked
    told = ", ".join(f"»{type}«" for type in sorted(types)) or "ingen"
    if asked:
        raise LogError(f"Loggen har ingen objekter af typen »{asked}«. Der er: {told}.")
    if len(types) != 1:
        raise LogError(f"Vælg, hvilken slags objekter der er sager. Der er: {told}.")
    return next(iter(types))


def _in_order(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    timed = []
    for at, event in enumerate(events):
        where = f"events[{at}]"
        found = moment(_text(event, "time", where), where)
        if found is None:
            raise LogError(f"{where}: tidspunktet mangler.")
        timed.append((found, at, event))
    return [event for _found, _at, event in sorted(timed, key=lambda one: one[:2])]


def _list(told: Mapping[str, Any], key: str, where: str = "") -> list[Mapping[str, Any]]:
    """A list of objects; it may be left out of a part, but not of the log."""
    found = told.get(key, [] if where else None)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        place = f"{where}.{key}" if where else key
        raise LogError(f"Filen er ikke en OCEL-log: {place} skal være en liste af objekter.")
    return found


def _text(told: Mapping[str, Any], key: str, where: str) -> str:
    found = told.get(key)
    if not isinstance(found, str):
        raise LogError(f"{where}: {key} skal være en tekst.")
    return found


def _values(told: Mapping[str, Any], where: str) -> dict[str, str]:
    """The attributes as texts; of one that changes over time, the first value."""
    found: dict[str, str] = {}
    for one in _list(told, "attributes", where):
        value = one.get("value")
        if value is not None:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            found.setdefault(_text(one, "name", where), text)
    return found
