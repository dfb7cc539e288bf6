"""The systemd units and their settings name programs and settings that exist."""

import re
from pathlib import Path

from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[4]
UNITS = ROOT / "scripts" / "systemd"


def test_every_setting_in_the_file_is_in_operate() -> None:
    named = re.findall(r"^([A-Z_]+)=", (UNITS / "faelled.env").read_text("utf-8"), re.MULTILINE)
    text = (ROOT / "docs" / "operate.md").read_text("utf-8")
    assert [name for name in named if f"`{name.removesuffix('_FILE')}`" not in text] == []
    assert len(named) > 5


def test_every_command_the_units_start_is_one() -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(UNITS.glob("*.service")))
    started = re.findall(r"/opt/faelled/\.venv/bin/faelled ([a-z]+)", text)
    assert sorted(started) == ["collectstatic", "migrate", "worker"]
    assert set(started) <= set(get_commands())


def test_the_install_is_ten_lines() -> None:
    text = (ROOT / "docs" / "operate.md").read_text("utf-8")
    section = text.split("### Debian 13, in ten lines")[1].split("\n## ")[0]
    assert len([line for line in section.splitlines() if line.startswith("    ")]) == 10
