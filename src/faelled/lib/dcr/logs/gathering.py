"""Rows of a log, as they come, into frames: a batch at a time, so that texts are not kept twice."""

from collections.abc import Mapping, Sequence

import polars as pl

from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.records import LogError, moment, named

BATCH = 65_536
MOST_EVENTS = 20_000_000
MOST_CASE_ATTRIBUTES = 1_000
FIRST_YEAR, LAST_YEAR = 2, 9998
FIXED = ("activity", "at", "resource", "group", "lifecycle")
NAMES = ("resource", "group", "lifecycle")
Row = Sequence[str | None]


class Gathering:
    """Takes events (a row of texts each, `FIXED` first) and cases; gives an EventLog."""

    def __init__(self, attributes: Sequence[str] = ()) -> None:
        """`attributes`: the names of the texts that follow the fixed ones in every row."""
        clash = sorted({"case", *FIXED} & set(attributes))
        if clash or len(set(attributes)) < len(attributes):
            raise LogError(f"Attributterne {', '.join(attributes)} kan ikke bruges som kolonner.")
        self.width = len(FIXED) + len(attributes)
        self._columns = (*FIXED, *attributes)
        self._codes: dict[str, int] = {}
        self._rows: list[Row] = []
        self._of: list[int] = []
        self._frames: list[pl.DataFrame] = []
        self._ids: list[str] = []
        self._about: list[Mapping[str, str]] = []
        self._events = 0

    def case(self, id: str, attributes: Mapping[str, str]) -> None:
        """The next case; its row is the number of cases before it."""
        self._ids.append(id)
        self._about.append(attributes)

    def events(self, case: int, rows: Sequence[Row]) -> None:
        """Events of one case, in order; each row is `width` long."""
        self._rows.extend(rows)
        self._of.extend([case] * len(rows))
        self._events += len(rows)
        if self._events > MOST_EVENTS:
            raise LogError(f"Loggen har mere end {MOST_EVENTS} hændelser.")
        if len(self._rows) >= BATCH:
            self._flush()

    def log(self) -> EventLog:
        """Everything so far. The cases may have been interleaved; here each lies together."""
        self._flush()
        events = pl.concat(self._frames, rechunk=True) if self._frames else self._frame([], [])
        events = events.with_columns(pl.col(*NAMES).cast(pl.Categorical))
        if not events["case"].is_sorted():
            events = events.sort("case", maintain_order=True)
        return EventLog(events, self._cases(), tuple(self._codes))

    def _flush(self) -> None:
        if self._rows:
            self._frames.append(self._frame(self._of, self._rows))
            self._rows, self._of = [], []

    def _frame(self, of: list[int], rows: list[Row]) -> pl.DataFrame:
        columns = list(zip(*rows, strict=True)) if rows else [()] * self.width
        codes = self._codes
        names = [(text or "").strip() for text in columns[0]]
        activity = [codes.setdefault(name, len(codes)) for name in names]
        found = [
            pl.Series("case", of, pl.UInt32),
            pl.Series("activity", activity, pl.UInt32),
            self._moments(of, pl.Series("at", columns[1], pl.String)),
        ]
        for name, texts in zip(NAMES, columns[2:5], strict=True):
            plain = {text: named(text) or None for text in set(texts)}
            found.append(pl.Series(name, [plain[text] for text in texts], pl.String))
        for name, texts in zip(self._columns[5:], columns[5:], strict=True):
            found.append(pl.Series(name, texts, pl.String))
        return pl.DataFrame(found)

    def _moments(self, of: list[int], texts: pl.Series) -> pl.Series:
        """As `moments`; an error names the case of the first odd text."""
        try:
            return moments(texts)
        except LogError:
            for case, text in zip(of, texts, strict=True):
                moments(pl.Series([text], dtype=pl.String), f"Sagen »{self._ids[case][:40]}«")
            raise

    def _cases(self) -> pl.DataFrame:
        keys = dict.fromkeys(key for about in self._about for key in about)
        if len(keys) > MOST_CASE_ATTRIBUTES:
            raise LogError(f"Sagerne har mere end {MOST_CASE_ATTRIBUTES} forskellige attributter.")
        found = [pl.Series("id", self._ids, pl.String)]
        for key in keys:
            name = "case:id" if key == "id" else key
            found.append(pl.Series(name, [about.get(key) for about in self._about], pl.String))
        return pl.DataFrame(found)


def moments(texts: pl.Series, where: str = "Loggen") -> pl.Series:
    """ISO 8601 texts as moments in UTC; LogError for one that is none (see `records.moment`), or
    lies outside the years 2 to 9998, where no calendar here can follow it."""
    texts = texts.replace("", None)
    found = texts.str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
    odd = texts.filter(found.is_null() & texts.is_not_null()).unique().to_list()
    if odd:
        read = [moment(text, where) for text in odd]
        found = found.fill_null(
            texts.replace_strict(odd, read, default=None, return_dtype=pl.Datetime("us", "UTC"))
        )
    years = found.dt.year()
    far = texts.filter((years < FIRST_YEAR) | (years > LAST_YEAR))
    if len(far):
        raise LogError(f"{where}: »{far[0][:40]}« er ikke et tidspunkt, der kan regnes med.")
    return found
