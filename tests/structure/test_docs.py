"""The docs name every room, setting and command."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_every_room_has_its_page() -> None:
    rooms = [a.label for a in apps.get_app_configs() if a.name.startswith("faelled.")]
    rooms += [p.name for p in (ROOT / "src/faelled/lib").iterdir() if (p / "__init__.py").exists()]
    missing = [r for r in rooms if r != "web" and not (DOCS / "modules" / f"{r}.md").exists()]
    assert missing == []


def test_every_setting_from_the_environment_is_in_operate() -> None:
    settings = (ROOT / "src/faelled/web/settings.py").read_text("utf-8")
    settings += (ROOT / "src/faelled/web/environment.py").read_text("utf-8")
    names = set(re.findall(r'"((?:FAELLED_[A-Z_]+)|DATABASE_URL)"', settings))
    text = (DOCS / "operate.md").read_text("utf-8")
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_every_command_is_in_the_docs() -> None:
    commands = [
        path.stem
        for path in (ROOT / "src/faelled").rglob("management/commands/*.py")
        if path.stem != "__init__"
    ]
    text = "\n".join(path.read_text("utf-8") for path in DOCS.rglob("*.md"))
    assert [name for name in commands if f"faelled {name}" not in text] == []


def test_every_decision_record_says_question_choice_and_cost() -> None:
    for path in sorted((DOCS / "adr").glob("*.md")):
        text = path.read_text("utf-8")
        for heading in ("## Question", "## Choice", "## Cost"):
            assert heading in text, f"{path.name} lacks {heading}"
