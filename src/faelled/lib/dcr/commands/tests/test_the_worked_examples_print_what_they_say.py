"""Every command and line of Python in docs/dcr.md, in one go in an empty folder."""

import re
import shlex
from doctest import ELLIPSIS, DocTestParser, DocTestRunner, OutputChecker
from pathlib import Path

import pytest

from faelled.lib.dcr.commands.tests.calling import dcr

PAGE = Path(__file__).parents[6] / "docs" / "dcr.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PROMPT = "$ faelled dcr "


def test_the_page_of_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    wrong: list[str] = []
    names: dict[str, object] = {}
    seen = set()
    for kind, body in BLOCK.findall(PAGE.read_text("utf-8")):
        seen.add(kind)
        if kind == "toml":
            Path(body.splitlines()[0].removeprefix("# ")).write_text(body, "utf-8")
        elif kind == "pycon":
            wrong += python(body, names)
        else:
            wrong += console(body)
    assert wrong == []
    assert seen == {"toml", "pycon", "console"}


def python(body: str, names: dict[str, object]) -> list[str]:
    """What the lines print otherwise than they say. `names`: what earlier blocks have made."""
    test = DocTestParser().get_doctest(body, names, "page", None, None)
    said: list[str] = []
    DocTestRunner(optionflags=ELLIPSIS).run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    return said


def console(body: str) -> list[str]:
    """As `python`, of commands."""
    wrong = []
    for part in filter(None, re.split(r"^(?=\$ )", body, flags=re.MULTILINE)):
        command, _, expected = part.partition("\n")
        assert command.startswith(PROMPT), command
        said = dcr(*shlex.split(command.removeprefix(PROMPT)))
        if not OutputChecker().check_output(expected, said.out + said.err, ELLIPSIS):
            wrong.append(f"{command}\n{said.out}{said.err}")
    return wrong
