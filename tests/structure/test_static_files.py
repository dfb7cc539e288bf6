"""What the browser is served: all there, ours to serve, and nothing that evaluates."""

import re
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "var" / "vendor" / "vendor"
SHEET = VENDOR / "dkfds" / "css" / "dkfds.min.css"
OURS = sorted((ROOT / "src").rglob("static/**/*.js"))
LICENCES = (
    "dkfds/LICENSE.md",
    "dkfds/fonts/LICENSE-OFL.txt",
    "dkfds/icons/LICENSE-Apache-2.0.txt",
    "htmx/LICENSE.txt",
)
MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def test_everything_the_style_sheet_names_is_there() -> None:
    names = re.findall(r"url\(([^)]+)\)", SHEET.read_text("utf-8"))
    assert names
    assert [name for name in names if not (SHEET.parent / name).is_file()] == []


def test_only_the_font_format_that_browsers_take_is_served() -> None:
    fonts = {path.suffix for path in (VENDOR / "dkfds/fonts").iterdir()}
    assert fonts == {".woff2", ".txt"}


def test_every_licence_comes_along() -> None:
    assert [name for name in LICENCES if not (VENDOR / name).is_file()] == []


def test_no_logo_or_theme_of_a_portal_is_served() -> None:
    names = [path.name.lower() for path in VENDOR.rglob("*")]
    assert [name for name in names if re.search(r"logo|borgerdk|virk", name)] == []


def test_all_of_it_can_be_served_under_names_that_change_with_the_content(
    tmp_path: Path, settings: Settings
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": MANIFEST}}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()
    assert list(tmp_path.glob("ui/faelled.*.css.gz"))


def test_our_scripts_are_small() -> None:
    """What a page runs, and apart from it what keeps a leader's pages on the phone."""
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in OURS}
    assert lines.pop("service-worker.js") <= 200
    assert sum(lines.values()) <= 300


def test_our_scripts_evaluate_nothing() -> None:
    forbidden = re.compile(
        r"\beval\(|new Function|innerHTML|document\.write|set(Timeout|Interval)\(['\"]"
    )
    assert [path.name for path in OURS if forbidden.search(path.read_text("utf-8"))] == []
