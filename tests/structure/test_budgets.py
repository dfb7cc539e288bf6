"""The size of files and functions, held from the first commit."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for folder in ("src", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(node: Function) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    assert node.end_lineno is not None
    lines = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None and first.end_lineno is not None:
        lines -= first.end_lineno - first.lineno + 1
    return lines


def functions(path: Path) -> list[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_over_400_lines() -> None:
    sizes = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in FILES}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_95_of_100_files_are_under_250_lines() -> None:
    sizes = sorted(len(p.read_text("utf-8").splitlines()) for p in FILES)
    assert sizes[int(len(sizes) * 0.95)] <= 250


def test_no_function_is_over_50_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name} {length(node)}"
        for path in FILES
        for node in functions(path)
        if length(node) > 50
    ]
    assert long == []


def test_95_of_100_functions_are_under_40_lines() -> None:
    sizes = sorted(length(node) for path in FILES for node in functions(path))
    assert sizes[int(len(sizes) * 0.95)] <= 40


@pytest.mark.parametrize(
    "word", ["utils", "helpers", "common", "core_", "manager", "misc", "handler"]
)
def test_no_room_has_a_name_that_says_nothing(word: str) -> None:
    assert [str(p) for p in FILES if p.stem == word or p.parent.name == word] == []
