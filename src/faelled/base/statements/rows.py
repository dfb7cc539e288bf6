"""Rows stored, changed and removed by statements that are kept.

As `Model.save`, `bulk_create` and `delete` do it, triggers included; without signals, of which this
house has none, and without following what points to a row that is removed.
"""

# ruff: noqa: S608, SLF001  (every name in these statements is a model's, never a person's)
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.models import Field, Model

# So many rows go in one statement that is kept; more are rare, and Django writes that one anew.
FEW = 8
Column = Field[Any, Any]


def insert(rows: Sequence[Model]) -> None:
    """Store new rows of one model, in one statement; each knows its number afterwards."""
    if not rows:
        return
    kind = type(rows[0])
    if len(rows) > FEW:
        kind._default_manager.bulk_create(rows)
        return
    fields, database = _new_columns(kind), connections[DEFAULT_DB_ALIAS]
    params = [
        field.get_db_prep_save(field.pre_save(row, True), database)
        for row in rows
        for field in fields
    ]
    with database.cursor() as cursor:
        cursor.execute(_insert(kind, len(rows)), params)
        numbers = cursor.fetchall()
    for row, (number,) in zip(rows, numbers, strict=True):
        row.pk, row._state.adding, row._state.db = number, False, database.alias


def update(row: Model, names: Sequence[str]) -> None:
    """Write these fields of a stored row; DatabaseError where it is gone."""
    kind = type(row)
    fields, database = [*_columns(kind, tuple(names)), _key(kind)], connections[DEFAULT_DB_ALIAS]
    values = [getattr(row, field.attname) for field in fields]
    params = [
        field.get_db_prep_save(value, database) for field, value in zip(fields, values, strict=True)
    ]
    with database.cursor() as cursor:
        cursor.execute(_update(kind, tuple(names)), params)
        if cursor.rowcount != 1:
            raise DatabaseError(f"A row of {kind.__name__} to change is not there.")


def remove(rows: Sequence[Model]) -> None:
    """Remove rows of one model that nothing points to."""
    if not rows:
        return
    kind, database = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    params = [_key(kind).get_db_prep_save(row.pk, database) for row in rows]
    with database.cursor() as cursor:
        cursor.execute(_delete(kind, len(rows)), params)


@lru_cache
def _new_columns(kind: type[Model]) -> tuple[Column, ...]:
    """All but the number, which the database gives."""
    return tuple(field for field in kind._meta.local_concrete_fields if not field.primary_key)


@lru_cache
def _columns(kind: type[Model], names: tuple[str, ...]) -> tuple[Column, ...]:
    fields = {field.name: field for field in kind._meta.local_concrete_fields}
    return tuple(fields[name] for name in names)


def _key(kind: type[Model]) -> Column:
    return kind._meta.pk


@lru_cache
def _insert(kind: type[Model], count: int) -> str:
    fields = _new_columns(kind)
    places = ", ".join(["%s"] * len(fields))
    return (
        f"INSERT INTO {_quoted(kind._meta.db_table)} ({_listed(fields)}) "
        f"VALUES {', '.join([f'({places})'] * count)} RETURNING {_listed([_key(kind)])}"
    )


@lru_cache
def _update(kind: type[Model], names: tuple[str, ...]) -> str:
    changes = ", ".join(f"{_listed([field])} = %s" for field in _columns(kind, names))
    key = _listed([_key(kind)])
    return f"UPDATE {_quoted(kind._meta.db_table)} SET {changes} WHERE {key} = %s"


@lru_cache
def _delete(kind: type[Model], count: int) -> str:
    places = ", ".join(["%s"] * count)
    return f"DELETE FROM {_quoted(kind._meta.db_table)} WHERE {_listed([_key(kind)])} IN ({places})"


def _listed(fields: Sequence[Column]) -> str:
    return ", ".join(_quoted(field.column) for field in fields)


def _quoted(name: str | None) -> str:
    assert name is not None
    return connection.ops.quote_name(name)
