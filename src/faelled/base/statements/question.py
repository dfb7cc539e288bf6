"""A query whose statement is kept, with places for what differs from one time to the next."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=Model)
Converters = dict[int, tuple[list[Callable[..., Any]], Any]]


class Slot(Expression):
    """A place that is filled each time: ``filter(uuid=Slot("uuid", UUIDField()))``."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", (self,)

    def filled(self, values: dict[str, object], database: BaseDatabaseWrapper) -> Any:
        """The value as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], database)


@dataclass(frozen=True, slots=True)
class Written:
    """A statement, and how its rows become objects; columns are counted from 0."""

    sql: str
    params: tuple[Any, ...]
    names: frozenset[str]
    locks: bool
    model: type[Model]
    columns: slice
    attributes: list[str]
    converters: Converters
    related: list[RelatedPopulator]
    extra: dict[str, int]


class Question(Generic[Row]):
    """What is asked the same way each time; the query is built at the first time only.

    ``BY_KEY = Question(lambda: LogIn.objects.filter(session_key=Slot("key", CharField())))``, then
    ``BY_KEY.first(key="...")``. A join by `select_related`, `only`, `defer`, an annotation and a
    lock are kept; a prefetch is not. What is asked must not depend on anything but the slots.
    """

    def __init__(self, build: Callable[[], QuerySet[Row]]) -> None:
        self._build = build
        self._written: dict[str, Written] = {}

    def all(self, **values: object) -> list[Row]:
        """The rows, in one query. TypeError where the values are not those of the slots."""
        database = connections[DEFAULT_DB_ALIAS]
        written = self._written.get(database.vendor)
        if written is None:
            written = self._written[database.vendor] = write(self._build())
        if written.names != values.keys():
            raise TypeError(f"The question has the places {sorted(written.names)}.")
        if written.locks and not database.in_atomic_block:
            raise TransactionManagementError("Rows are locked inside a transaction only.")
        params = [p.filled(values, database) if isinstance(p, Slot) else p for p in written.params]
        with database.cursor() as cursor:
            cursor.execute(written.sql, params)
            found = cursor.fetchall()
        return list(made(written, found, database))

    def first(self, **values: object) -> Row | None:
        """The first row or None; for what has one row at most, or an order."""
        return next(iter(self.all(**values)), None)


def write(rows: QuerySet[Any]) -> Written:
    """The statement of a queryset, with its slots still in it."""
    compiler = rows.query.get_compiler(using=rows.db)
    sql, params = compiler.as_sql()
    select, info = compiler.select, compiler.klass_info
    fields = info["select_fields"]
    columns = slice(fields[0], fields[-1] + 1)
    return Written(
        sql,
        tuple(params),
        frozenset(p.name for p in params if isinstance(p, Slot)),
        rows.query.select_for_update,
        info["model"],
        columns,
        [column[0].target.attname for column in select[columns]],
        compiler.get_converters([column[0] for column in select]),
        get_related_populators(info, select, rows.db),  # type: ignore[call-arg]
        compiler.annotation_col_map,
    )


def made(
    written: Written, found: Sequence[Sequence[Any]], database: BaseDatabaseWrapper
) -> Iterator[Any]:
    """The rows as Django makes them."""
    for values in found:
        row = converted(written.converters, values, database) if written.converters else values
        one = written.model.from_db(database.alias, written.attributes, row[written.columns])
        for populator in written.related:
            populator.populate(row, one)
        for name, column in written.extra.items():
            setattr(one, name, row[column])
        yield one


def converted(
    converters: Converters, values: Sequence[Any], database: BaseDatabaseWrapper
) -> list[Any]:
    row = list(values)
    for column, (steps, expression) in converters.items():
        for step in steps:
            row[column] = step(row[column], expression, database)
    return row
