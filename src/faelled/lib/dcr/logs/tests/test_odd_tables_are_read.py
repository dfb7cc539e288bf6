"""Tables as spreadsheets and case systems in Denmark write them; both readers tell the same."""

from datetime import datetime
from io import BytesIO

import pytest

from faelled.lib.dcr.logs import Columns, LogError, LogTrace, read_log
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log

NAMES = Columns(case="Sag", activity="Trin", at="Tid")
NOON = datetime.fromisoformat("2025-12-31T14:05:00+01:00")


def read(data: bytes, *attributes: str, names: Columns = NAMES) -> EventLog:
    """The frames; and the cases one by one are the same."""
    log = load_log(BytesIO(data), "l.csv", columns=names, attributes=attributes)
    traces = list(read_log(BytesIO(data), "l.csv", columns=names))
    assert told(log) == [
        (trace.id, event.activity, event.at) for trace in traces for event in trace.events
    ]
    return log


def told(log: EventLog) -> list[tuple[object, ...]]:
    rows = log.events.iter_rows(named=True)
    return [
        (log.cases["id"][row["case"]], log.activities[row["activity"]], row["at"]) for row in rows
    ]


def traces(data: bytes) -> list[LogTrace]:
    return list(read_log(BytesIO(data), "l.csv", columns=NAMES))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("first", ["", "\ufeff", "\n\n"])
def test_whatever_stands_between_the_cells_and_before_the_first(mark: str, first: str) -> None:
    rows = [("Sag", "Trin", "Tid"), ("1", "Høring", "2025-12-31T13:05:00Z")]
    data = first + "".join(mark.join(row) + "\r\n" for row in rows)
    assert told(read(data.encode())) == [("1", "Høring", NOON)]


def test_the_mark_is_not_counted_inside_a_quoted_name() -> None:
    assert told(read(b'Sag;"Navn, titel, by, vej";Trin;Tid\n1;Bo;Ring;\n')) == [("1", "Ring", None)]


@pytest.mark.parametrize(("line", "mark"), [("sep=;", ";"), ("SEP=,", ","), ("sep=\t", "\t")])
def test_a_spreadsheets_own_line_is_no_header(line: str, mark: str) -> None:
    rows = ["Sag", "Trin", "Tid"], ["1", "Ring", ""], ["", "Svar", ""]
    data = "\n".join([line, *map(mark.join, rows[:2])])
    assert told(read(data.encode())) == [("1", "Ring", None)]
    with pytest.raises(LogError, match="Linje 4: rækken hører ikke"):
        read("\n".join([line, *map(mark.join, rows)]).encode())


@pytest.mark.parametrize(
    "text",
    ["31-12-2025 14:05", "31.12.2025 14:05:00", "31-12-2025 kl. 14.05", " 31.12.2025, 14.05"],
)
def test_a_moment_as_danes_write_it_is_by_danish_clocks(text: str) -> None:
    assert told(read(f"Sag;Trin;Tid\n1;Ring;{text}\n".encode())) == [("1", "Ring", NOON)]


def test_a_day_begins_at_midnight_in_denmark_summer_and_winter() -> None:
    log = read(b"Sag;Trin;Tid\n1;Ring;31-12-2025\n1;Svar;1.7.2025\n")
    assert [at.hour for _case, _trin, at in told(log)] == [23, 22]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["05/06/2025", "31-02-2025", "31-12-25", "31-12.2025", "12-31-2025", "31-12-2025 25:00"]
)
def test_a_moment_that_nobody_can_be_sure_of_is_refused_with_its_case(text: str) -> None:
    data = f"Sag;Trin;Tid\n1;Ring;31-12-2025\n2;Ring;{text}\n".encode()
    with pytest.raises(LogError, match=f"Sagen »2«: »{text}« er ikke et tidspunkt. Skriv fx"):
        load_log(BytesIO(data), "l.csv", columns=NAMES)
    with pytest.raises(LogError, match="Linje 3"):
        traces(data)


def test_danish_numbers_and_dates_of_a_column_are_given_as_code_writes_them() -> None:
    data = (
        "Sag;Trin;Tid;case:Beløb;case:Frist;case:Nr;Timer\n"
        "1;Ring;;1.234,50;31-12-2025;1.234;0,5\n"
        "2;Ring;;-7;01-01-2026 12.00;1.235;1\n"
        "3;Ring;;;;;\n"
    ).encode()
    log = read(data, "Timer")
    assert log.cases["Beløb"].to_list() == ["1234.50", "-7", None]
    assert log.cases["Frist"].to_list() == [
        "2025-12-31T00:00:00+01:00", "2026-01-01T12:00:00+01:00", None,
    ]  # fmt: skip
    assert log.cases["Nr"].to_list() == ["1.234", "1.235", None]  # may be no thousands
    assert log.events["Timer"].to_list() == ["0.5", "1", None]
    assert traces(data)[0].attributes["Beløb"] == "1.234,50"  # as it was written


def test_a_column_of_which_one_cell_is_no_number_is_left_as_it_stands() -> None:
    log = read(b"Sag;Trin;Tid;case:Areal\n1;Ring;;1,5\n2;Ring;;ukendt\n")
    assert log.cases["Areal"].to_list() == ["1,5", "ukendt"]
    english = read(b'Sag,Trin,Tid,case:Areal\n1,Ring,,"1,500"\n')
    assert english.cases["Areal"].to_list() == ["1,500"]


def test_empty_cells_are_nothing_and_a_row_may_be_short() -> None:
    log = read(b"Sag;Trin;Tid;Hvem\n1;Ring;;\n\n1; Svar \n", names=Columns("Sag", "Trin", "Tid"))
    assert told(log) == [("1", "Ring", None), ("1", "Svar", None)]
    assert log.events["resource"].to_list() == [None, None]


def test_a_cell_may_have_line_breaks_and_quotes_and_the_next_error_has_the_right_line() -> None:
    data = b'Sag;Trin;Tid\r\n1;"Ring\r\n""igen""";\r\n'
    assert told(read(data)) == [("1", 'Ring\r\n"igen"', None)]
    with pytest.raises(LogError, match="Linje 4: rækken siger ikke"):
        read(data + b"2;;\r\n")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            b'1;"Ring;\n2;Svar;\n',
            "Linje 2: .*et anf\xf8rselstegn mangler sin mage".encode("latin-1"),
        ),
        (b'1;Ring;\n2;"Svar"nu;\n', b"Linje 3: .*midt i et felt"),
        (b'1;"' + b"x" * 200_000 + b'";\n', b"Linje 2: .*for langt"),
    ],
)
def test_a_table_that_breaks_says_where_and_how(rows: bytes, says: bytes) -> None:
    with pytest.raises(LogError, match=says.decode("latin-1")):
        read(b"Sag;Trin;Tid\n" + rows)


def test_lines_of_two_encodings_are_both_read() -> None:
    """Two exports put together: one in UTF-8, one as older spreadsheets write."""
    rows = "1;Høring;\n".encode(), "2;Høring;\n".encode("cp1252"), "3;“Æ” – €;\n".encode("cp1252")
    log = read(b"Sag;Trin;Tid\n" + b"".join(rows))
    assert [step for _case, step, _at in told(log)] == ["Høring", "Høring", "“Æ” – €"]
    assert log.activities == ("Høring", "“Æ” – €")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("Sag;Trin;Tid\n1;Ring;\n".encode("utf-16"), "men i UTF-16"),
        (b"Sag;Trin;Tid\n1;\x81;\n", "Linje 2: linjen er hverken"),
        (b"Sag;Trin;Tid\n1;\0;\n", "Linje 2: tabellen er ikke tekst"),
    ],
)
def test_what_is_in_no_encoding_says_so(data: bytes, says: str) -> None:
    with pytest.raises(LogError, match=says):
        read(data)


def test_a_line_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faelled.lib.dcr.logs.table.MOST_LINE", 100)
    with pytest.raises(LogError, match="Linje 2: linjen er for lang"):
        read(b"Sag;Trin;Tid\n1;" + b"x" * 200)


def test_two_columns_of_one_name_are_refused_where_it_matters() -> None:
    with pytest.raises(LogError, match="2 kolonner, der hedder »Trin«"):
        read(b"Sag;Trin;Trin;Tid\n1;Ring;Svar;\n")
    with pytest.raises(LogError, match="2 kolonner, der hedder »case:By«"):
        read(b"Sag;Trin;Tid;case:By;case:By\n1;Ring;;a;b\n")
    data = b"Sag;Trin;Tid;Note;Note\n1;Ring;;a;b\n"
    assert told(read(data)) == [("1", "Ring", None)]
    assert traces(data)[0].events[0].attributes["Note"] == "a"  # the first, in both readers
    with pytest.raises(LogError, match="»Note«"):
        read(data, "Note")


def test_a_column_that_was_named_must_be_there() -> None:
    with pytest.raises(LogError, match="mangler kolonnen Tidspunkt"):
        read(b"Sag;Trin;Tid\n1;Ring;\n", names=Columns("Sag", "Trin", "Tidspunkt"))
    with pytest.raises(LogError, match=r"mangler kolonnen Trin\. Der er: »Sag«, »trin«"):
        read(b"Sag;trin;Tid\n1;Ring;\n")
