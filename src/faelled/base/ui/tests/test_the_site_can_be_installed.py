"""A leader puts the site on the phone: manifest, icons and worker, each as what it is."""

import json
from typing import Any

from django.contrib.staticfiles import finders
from django.test import Client


def manifest() -> dict[str, Any]:
    answer = Client().get("/app.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    return dict(json.loads(answer.content))


def test_the_manifest_says_what_a_phone_asks_for(db: None) -> None:
    said = manifest()
    assert said["lang"] == "da"
    assert said["display"] == "standalone"
    assert said["start_url"] == "/til-godkendelse/"
    assert said["scope"] == "/"
    assert said["name"]
    assert said["short_name"] == "Fælled"


def test_the_icons_are_there_in_the_sizes_that_are_asked_for(db: None) -> None:
    icons = manifest()["icons"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in icons}
    assert "maskable" in {icon.get("purpose") for icon in icons}
    for size in (180, 192, 512):
        found = finders.find(f"ui/app/icon-{size}.png")
        with open(str(found), "rb") as file:  # noqa: PTH123
            head = file.read(24)
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert int.from_bytes(head[16:20], "big") == size


def test_the_worker_is_a_script_at_the_top_of_the_site(db: None) -> None:
    answer = Client().get("/service-worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.content.startswith(b"const KNOWN = {")


def test_one_worker_both_keeps_pages_and_shows_notices(db: None) -> None:
    worker = Client().get("/service-worker.js").content.decode()
    for heard in ("fetch", "message", "push", "notificationclick"):
        assert worker.count(f'addEventListener("{heard}"') == 1, heard


def test_without_demo_its_clock_cannot_be_moved(db: None, settings: Any) -> None:
    settings.DEMO = False
    known = Client().get("/service-worker.js").content.partition(b"\n")[0].decode()
    told = json.loads(known.removeprefix("const KNOWN = ").removesuffix(";"))
    assert told["demo"] is False
    assert told["keep"] == 8 * 3600 * 1000


def test_the_page_without_a_connection_names_nobody(db: None) -> None:
    page = Client().get("/uden-forbindelse/").content.decode()
    assert "Ingen forbindelse" in page
    assert "Log ud" not in page


def test_a_visitors_page_has_no_worker(db: None) -> None:
    page = Client().get("/log-ind/").content.decode()
    assert "webmanifest" not in page
    assert "offline.js" not in page
