"""A municipality imports its subject plan; a case gets a subject and a facet."""

from datetime import date

import pytest

from faelled.lib.text.kle import KleError, covers, parse_facet, parse_number, parse_subject
from faelled.lib.text.kle_catalogue import read_catalogue
from faelled.lib.text.kle_plan import KlePlanError, Level, read_plan

# Invented rows that surprise: expired, moved, a number twice, blanks, an "EmneNr" that is no row.
PLAN = """<?xml version="1.0" encoding="UTF-8"?>
<KLE-Emneplan>
  <UdgivelsesDato>2026-11-01</UdgivelsesDato>
  <Hovedgruppe>
    <HovedgruppeNr>99</HovedgruppeNr><HovedgruppeTitel>Prøver </HovedgruppeTitel>
    <HovedgruppeAdministrativInfo><RettetDato>2011-05-01</RettetDato></HovedgruppeAdministrativInfo>
    <Gruppe>
      <GruppeNr>99.01</GruppeNr><GruppeTitel>Hjælp</GruppeTitel>
      <Emne>
        <EmneNr>99.01.01</EmneNr><EmneTitel>Gammel  hjælp
        </EmneTitel>
        <EmneVejledning><VejledningTekst>
          <p>Brug <b>denne</b> til:<ul><li>timer</li><li>penge</li></ul>og mere.</p><p>Slut.</p>
        </VejledningTekst></EmneVejledning>
        <EmneRetskildeReference>
          <RetskildeTitel>En lov</RetskildeTitel><ParagrafEllerKapitel>§ 7</ParagrafEllerKapitel>
          <RetsinfoAccessionsNr>A20240043429</RetsinfoAccessionsNr>
        </EmneRetskildeReference>
        <EmneAdministrativInfo>
          <OprettetDato>1988-01-01</OprettetDato>
          <Historisk><Flyttet><FlyttetDato>2000-01-01</FlyttetDato>
            <AfloestAf><EmneNr>99.01.02</EmneNr></AfloestAf>
            <AfloestAf><GruppeNr>99.02</GruppeNr></AfloestAf>
          </Flyttet></Historisk>
        </EmneAdministrativInfo>
        <BevaringJaevnfoerArkivloven>tom</BevaringJaevnfoerArkivloven>
        <SletningJaevnfoerPersondataloven>P1825D</SletningJaevnfoerPersondataloven>
        <EmneFilter><FilterTitel>EnDelplan</FilterTitel></EmneFilter>
      </Emne>
      <Emne>
        <EmneNr>99.01.01</EmneNr><EmneTitel>Ny hjælp</EmneTitel>
        <EmneAdministrativInfo><OprettetDato>2010-02-01</OprettetDato></EmneAdministrativInfo>
        <BevaringJaevnfoerArkivloven>K5</BevaringJaevnfoerArkivloven>
        <UUID>15B97B4F-08C6-42FC-9A37-3EC048D8D01B</UUID>
      </Emne>
    </Gruppe>
  </Hovedgruppe>
</KLE-Emneplan>
""".encode()


def test_the_plan_is_read_in_file_order_and_replacements_are_no_subjects() -> None:
    plan = read_plan(PLAN)
    assert plan.published == date(2026, 11, 1)
    assert [(row.level, row.number) for row in plan.rows] == [
        (Level.MAIN_GROUP, "99"),
        (Level.GROUP, "99.01"),
        (Level.SUBJECT, "99.01.01"),
        (Level.SUBJECT, "99.01.01"),
    ]


def test_an_expired_row_keeps_what_it_was_and_points_on() -> None:
    plan = read_plan(PLAN)
    old = plan.rows[2]
    assert (old.title, old.expired, old.preservation) == ("Gammel hjælp", date(2000, 1, 1), "")
    assert old.deletion_days == 1825
    assert old.laws[0].accession == "A20240043429"
    assert old.filters == ("EnDelplan",)
    assert old.guidance == "Brug denne til:\ntimer\npenge\nog mere.\nSlut."
    assert plan.successors("99.01.01") == ("99.01.02", "99.02")


def test_of_two_rows_with_one_number_the_newest_in_force_is_current() -> None:
    plan = read_plan(PLAN)
    current = plan.current("99.01.01")
    assert current is not None
    assert current.title == "Ny hjælp"
    assert current.key == "15b97b4f-08c6-42fc-9a37-3ec048d8d01b"
    assert plan.rows[2].key == "99.01.01 1988-01-01"
    assert plan.current("99.09.09") is None


def test_the_rest_lists_have_a_namespace_and_no_date() -> None:
    plan = read_plan(
        b'<l:KLE-Emner xmlns:l="http://www.kle-online.dk/rest/resources/emne/liste"'
        b' xmlns="http://www.kle-online.dk/rest/resources/emneplan"><l:Emne ref="x">'
        b"<EmneNr>99.01.01</EmneNr><UUID>a</UUID><EmneTitel>T</EmneTitel></l:Emne></l:KLE-Emner>"
    )
    assert plan.published is None
    assert plan.rows[0].title == "T"


def test_facets_have_their_own_preservation_and_danish_letters() -> None:
    plan = read_plan(
        "<KLE-Handlingsfacetter><UdgivelsesDato>2026-11-01</UdgivelsesDato><HandlingsfacetKategori>"
        "<HandlingsfacetKategoriNr>Ø</HandlingsfacetKategoriNr>"
        "<HandlingsfacetKategoriTitel>Økonomi</HandlingsfacetKategoriTitel><Handlingsfacet>"
        "<HandlingsfacetNr>Ø01</HandlingsfacetNr><HandlingsfacetTitel>Regnskab</HandlingsfacetTitel>"
        "<BevaringJaevnfoerArkivloven>K</BevaringJaevnfoerArkivloven></Handlingsfacet>"
        "</HandlingsfacetKategori></KLE-Handlingsfacetter>".encode()
    )
    assert [(row.level, row.number, row.preservation) for row in plan.rows] == [
        (Level.CATEGORY, "Ø", ""),
        (Level.FACET, "Ø01", "K"),
    ]


def test_every_problem_of_a_file_is_told_at_once_with_its_line() -> None:
    broken = (
        PLAN.replace(b"P1825D", b"5 aar")
        .replace(b">K5<", b">K7<")
        .replace(b"2010-02-01", b"i fjor")
        .replace(b"<EmneNr>99.01.01", b"<EmneNr>99.1", 1)
    )
    with pytest.raises(KlePlanError) as caught:
        read_plan(broken)
    assert len(caught.value.errors) == 4
    assert all(error.startswith("Linje ") for error in caught.value.errors)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "gyldig XML"),
        (b"<a>", "gyldig XML"),
        (b"<html/>", "html"),
        (
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><KLE-Emneplan>&e;</KLE-Emneplan>',
            "DOCTYPE",
        ),
    ],
)
def test_a_file_that_is_no_plan_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(KlePlanError, match=word):
        read_plan(data)


def test_subjects_facets_and_groups_are_told_apart() -> None:
    assert parse_subject(" 27.18.02 ") == "27.18.02"
    assert parse_facet("ø10") == "Ø10"
    assert parse_number("27.18") == "27.18"
    for wrong in ("27.18", "27", "27.18.2", "a", "27.18.02.01", "²7.18.02"):
        with pytest.raises(KleError):
            parse_subject(wrong)
    for wrong in ("G1", "G001", "1G0", "É01"):
        with pytest.raises(KleError, match="handlingsfacet"):
            parse_facet(wrong)
    with pytest.raises(KleError, match=r"27\.18"):
        parse_number("27.1")


def test_a_group_covers_its_subjects_and_not_its_neighbours() -> None:
    assert covers("27.18", "27.18.02")
    assert covers("27", "27.18.02")
    assert covers("27.18.02", "27.18.02")
    assert not covers("27.1", "27.18.02")


def test_a_small_catalogue_is_read_and_its_problems_are_told() -> None:
    catalogue = read_catalogue(
        'id = "x"\nversion = "1"\ntitle = "T"\npublished = 2026-11-01\n'
        '[[rows]]\nnumber = "99"\ntitle = "Prøver"\n'
        '[[rows]]\nnumber = "99.01.01"\ntitle = "Hjælp"\npreservation = "K5"\n'
        "deletion_days = 1825\n"
        '[[facets]]\nnumber = "G01"\ntitle = "Sager"\n'
    )
    assert catalogue.subjects.rows[1].deletion_days == 1825
    assert [row.level for row in catalogue.subjects.rows] == [Level.MAIN_GROUP, Level.SUBJECT]
    assert catalogue.facets.current("G01") is not None
    with pytest.raises(KlePlanError) as caught:
        read_catalogue('[[rows]]\nnumber = "9"\ncolour = "red"\n')
    assert len(caught.value.errors) == 4
    with pytest.raises(KlePlanError, match="TOML"):
        read_catalogue("=")


def test_a_local_plan_says_what_has_expired_and_what_replaced_it() -> None:
    rows = read_catalogue(
        'id = "a"\npublished = 2026-01-01\n[[rows]]\nnumber = "99.01.07"\ntitle = "Gammel"\n'
        'created = 2001-02-01\nexpired = 2019-02-01\nreplaced_by = ["99.01.08"]\n'
    ).subjects.rows
    assert (rows[0].created, rows[0].expired) == (date(2001, 2, 1), date(2019, 2, 1))
    assert rows[0].replaced_by == ("99.01.08",)


@pytest.mark.parametrize(
    "row",
    [
        "deletion_days = true",
        'created = "i går"',
        "expired = 2026-01-01T00:00:00",
        "replaced_by = 3",
        'replaced_by = ["x"]',
        'preservation = "evigt"',
    ],
)
def test_what_does_not_fit_in_a_local_plan_is_told_with_its_row(row: str) -> None:
    text = f'id = "a"\npublished = 2026-01-01\n[[rows]]\nnumber = "99"\ntitle = "T"\n{row}\n'
    with pytest.raises(KlePlanError) as refused:
        read_catalogue(text)
    assert refused.value.errors[0].startswith("Række 1 i »rows«: »")


@pytest.mark.parametrize("days", ["P99999999999D", "P١D", "P-5D"])
def test_a_deletion_period_that_is_no_sensible_number_is_refused(days: str) -> None:
    with pytest.raises(KlePlanError, match="antal dage"):
        read_plan(PLAN.replace(b"P1825D", days.encode()))
