"""``kill -9`` of server and worker while people press Send: what was acknowledged is there."""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults.person import Person
from tests.faults.site import Site, site_on

CASES, KILLS, SECONDS_BETWEEN = 6, 2, 1.5


@dataclass
class Worker:
    """Sends one form after another on one case, and the same form again until it is answered."""

    person: Person
    case: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    broken: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        turn = 0
        while not self.stop.is_set():
            turn += 1
            event = "request_information" if turn % 4 == 0 else "note"
            path = f"/sager/{self.case}/trin/{event}/"
            form = self.person.form(path)
            if form:
                self.send(path, form | TYPED[event])
            else:
                time.sleep(0.1)

    def send(self, path: str, form: dict[str, str]) -> None:
        """Until the site says yes or no; a broken connection is neither."""
        while True:
            answer = self.person.post(path, form)
            if answer.status == 302:
                self.acknowledged.append(form["idempotency_key"])
                return
            if answer.status not in (0, 503):
                self.refused.append(f"{answer.status} {answer.text[:2000]}")
                return
            self.broken += 1
            time.sleep(0.1)


TYPED = {
    "note": {"text": "Ringede til Dorthe. Hun er glad for svaret."},
    "request_information": {"what": "Send lønsedler.", "time_limit": "2 uger"},
}


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_acknowledged_step_is_lost_and_no_case_is_half(database: str, tmp_path: Path) -> None:
    with site_on(database, tmp_path) as site:
        world = site.script("prepare", str(CASES))
        workers = storm(site, world)
        found = site.script("account")
        verify = site.faelled("audit", "verify")
    assert [text for worker in workers for text in worker.refused] == []
    assert sum(len(worker.acknowledged) for worker in workers) > 3 * CASES
    assert sum(worker.broken for worker in workers) > 0, "the kills hit nothing"
    for worker in workers:
        keys = found["cases"][worker.case]["keys"]
        # The first step is the opening's own; a post whose answer was lost was sent again.
        assert keys[1:] == worker.acknowledged
    for case in found["cases"].values():
        for what in ("numbered", "in_order", "replayed", "journal", "audit"):
            assert case[what], what
        assert case["sent_lines"] == case["letters"]
    letters = sum(case["letters"] for case in found["cases"].values())
    assert letters > 0
    assert found["unsent"] == []
    assert found["outbox"] == found["sendings"] == found["receipts"]
    assert len(found["outbox"]) == letters
    assert verify.startswith("Hel:")


def storm(site: Site, world: dict[str, dict[str, str]]) -> list[Worker]:
    """Six people at once, two power cuts; each form is answered before it ends."""
    url = site.serve()
    site.work()
    port = int(url.rsplit(":", 1)[1])
    anna = world["people"]["anna"]
    workers = [Worker(Person(url).log_in(anna), case) for case in world["cases"]]
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    for _cut in range(KILLS):
        time.sleep(SECONDS_BETWEEN)
        site.kill()
        site.serve(port)
        site.work()
    time.sleep(SECONDS_BETWEEN)
    for worker in workers:
        worker.stop.set()
    for thread in threads:
        thread.join(timeout=60)
    site.kill()
    return workers
