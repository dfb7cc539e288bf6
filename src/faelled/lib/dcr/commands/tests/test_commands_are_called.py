"""From the shell: what every command has in common, and what wrong input is told."""

from pathlib import Path

import pytest

from faelled.lib.dcr.commands import COMMANDS
from faelled.lib.dcr.commands.parser import Parser
from faelled.lib.dcr.commands.running import command_named
from faelled.lib.dcr.commands.tests.calling import dcr

DOCS = Path(__file__).parents[6] / "docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_json_has_help_and_is_in_the_docs(name: str) -> None:
    parser = Parser(name, COMMANDS[name])
    command_named(name).add(parser)
    help = parser.format_help()
    undescribed = [action.dest for action in parser._actions if not action.help]
    assert undescribed == []
    said = dcr(name, "--help")
    assert said.code == 0 and "--json" in said.out and "Tilvalg" in help
    texts = "".join(path.read_text("utf-8") for path in (DOCS / "modules").glob("dcr*.md"))
    assert f"faelled dcr {name}" in texts


def test_wrong_arguments_are_said_in_danish() -> None:
    assert dcr().code == 2
    assert "»danse« findes ikke" in dcr("danse").err
    said = dcr("classify", "only-one")
    assert (said.code, said.out) == (2, "")
    assert "Brug: faelled dcr classify" in said.err and "Der mangler: LOG." in said.err
    assert "Det kendes ikke: --odd" in dcr("classify", "a", "b", "--odd").err
    assert "skal følges af en værdi" in dcr("classify", "a", "b", "--label").err


def test_files_that_cannot_be_used_are_named_with_the_reason(tmp_path: Path) -> None:
    graph, log = tmp_path / "g.toml", tmp_path / "l.xes"
    graph.write_text('id = "g"\nversion = "1"\ntitle = "G"\n', "utf-8")
    log.write_text("<log><trace>", "utf-8")
    assert "findes ikke" in dcr("classify", tmp_path / "none.toml", log).err
    assert "er ikke en fil" in dcr("classify", tmp_path, log).err
    said = dcr("classify", graph, log)
    assert said.code == 2 and said.err.startswith(f"{log}: Linje 1")
    broken = tmp_path / "b.toml"
    broken.write_text('id = "g"\nodd = 1\n', "utf-8")
    said = dcr("classify", broken, log)
    assert said.code == 2 and f"{broken}: linje 2, odd" in said.err
