"""Rules of the house that hold for every file."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOSTS = re.compile(r"(pypi|pythonhosted|npmjs|yarnpkg|debian)" + r"\.(org|com)", re.IGNORECASE)
MIGRATION = re.compile(r"^\d{4}_(?!auto_)[a-z0-9_]+$")


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_registry() -> None:
    named = []
    for path in tracked():
        if path == Path(__file__):
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        if HOSTS.search(text):
            named.append(str(path.relative_to(ROOT)))
    assert named == []


def test_migrations_have_names_that_say_what_they_do() -> None:
    names = [p.stem for p in (ROOT / "src").rglob("migrations/*.py") if p.stem != "__init__"]
    assert [name for name in names if not MIGRATION.match(name)] == []


def test_signals_are_not_used() -> None:
    users = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"^(from|import) django\.\S*signals", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert users == []


def test_lib_packages_have_tests() -> None:
    for folder in sorted((ROOT / "src/faelled/lib").iterdir()):
        if folder.is_dir() and folder.name != "__pycache__":
            assert list((folder / "tests").glob("test_*.py")), folder.name
