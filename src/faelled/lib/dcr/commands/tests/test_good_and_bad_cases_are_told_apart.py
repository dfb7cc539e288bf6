"""``faelled dcr classify``: a graph meets cases that somebody has labelled."""

import json
from pathlib import Path

from faelled.lib.dcr.commands.tests.calling import VISITS, dcr

GRAPH = """
id = "talk"
version = "1"
title = "Samtale"
[[events]]
id = "ask"
label = "Spørg"
[[events]]
id = "phone"
label = "Svar"
[[events]]
id = "mail"
label = "Svar"
included = false
[[relations]]
is = "ask -->* phone"
[[relations]]
is = "ask *--> phone"
[[relations]]
is = "ask -->+ mail"
[[relations]]
is = "mail --x phone"
"""


def _log(*traces: tuple[str, list[str]]) -> str:
    told = ""
    for label, steps in traces:
        mark = f'<boolean key="pdc:isPos" value="{label}"/>' if label else ""
        events = [f'<event><string key="concept:name" value="{step}"/></event>' for step in steps]
        told += f"<trace>{mark}{''.join(events)}</trace>"
    return f"<log>{told}</log>"


def _written(folder: Path, *traces: tuple[str, list[str]]) -> tuple[Path, Path]:
    graph, log = folder / "g.toml", folder / "l.xes"
    graph.write_text(GRAPH.replace("mail --x", "mail *--x"), "utf-8")
    log.write_text(_log(*traces), "utf-8")
    return graph, log


def test_the_four_counts(tmp_path: Path) -> None:
    files = _written(
        tmp_path,
        ("true", ["Spørg", "Svar"]),
        ("true", ["Svar"]),  # refused: nothing was asked
        ("false", ["Spørg"]),  # refused: an answer is owed
        ("false", ["Spørg", "Svar", "Svar"]),
        ("false", ["Spørg", "Svar", "Farvel"]),  # refused: not known here
        ("", ["Spørg"]),
    )
    said = dcr("classify", *files, "--json")
    told = json.loads(said.out)
    assert (said.code, said.err) == (1, "")
    assert [told[key] for key in ("tp", "fp", "tn", "fn", "unlabelled")] == [1, 1, 2, 1, 1]
    assert told["accuracy"] == 0.6
    assert "Rigtige svar: 60,0 %" in dcr("classify", *files).out


def test_all_right_ends_with_nothing_to_remark(tmp_path: Path) -> None:
    assert dcr("classify", *_written(tmp_path, ("true", ["Spørg", "Svar"]))).code == 0


def test_a_log_without_the_label_is_refused_and_another_label_can_be_named(tmp_path: Path) -> None:
    files = _written(tmp_path, ("true", ["Spørg", "Svar"]))
    said = dcr("classify", *files, "--label", "late")
    assert said.code == 2 and "ingen sag har attributten »late«" in said.err


def test_a_graph_with_templates_answers_too_and_says_what_it_could_not_decide(
    tmp_path: Path,
) -> None:
    graph, log = tmp_path / "g.toml", tmp_path / "l.xes"
    graph.write_text(VISITS, "utf-8")
    log.write_text(
        _log(
            ("true", ["Bed", "Bed", "Plan", "Plan"]),
            ("false", ["Bed", "Bed", "Plan"]),
            ("true", ["Bed"] * 40 + ["Plan"] * 40),
        ),
        "utf-8",
    )
    said = dcr("classify", graph, log)
    assert (said.code, said.err) == (1, "")
    assert "Ikke afgjort, ikke talt med: 1." in said.out
    told = json.loads(dcr("classify", graph, log, "--json").out)
    assert [told[key] for key in ("tp", "fp", "tn", "fn", "unknown")] == [1, 0, 1, 0, 1]
