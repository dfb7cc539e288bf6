"""Two server processes, one sum: whichever answers the scrape, and also after one was killed."""

import os
import re
import signal
import urllib.request
from pathlib import Path

from tests.faults.person import Person
from tests.faults.site import site_on

ASKED = 30
LINE = re.compile(
    r'^faelled_requests_total\{view="ui:log_in",method="GET",status="2xx"\} (\d+)$', re.M
)


def test_the_sum_is_the_machines_and_never_falls(tmp_path: Path) -> None:
    with site_on("sqlite", tmp_path) as site:
        site.env["FAELLED_METRICS_TOKEN"] = "open"
        url = site.serve(workers=2)
        for _request in range(ASKED):
            assert Person(url).get("/log-ind/").status == 200
        files = list((tmp_path / "metrics").glob("*.counts"))
        assert {counted(url) for _scrape in range(10)} == {ASKED}
        victim = next(path for path in files if "ended" not in path.name)
        os.kill(int(victim.name.split(".")[-2]), signal.SIGKILL)
        for _request in range(ASKED):
            assert Person(url).get("/log-ind/").status in (200, 0)
        total = counted(url)
        assert ASKED < total <= 2 * ASKED


def counted(url: str) -> int:
    request = urllib.request.Request(f"{url}/maalinger", headers={"Authorization": "Bearer open"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as page:
        found = LINE.search(page.read().decode())
    assert found is not None
    return int(found[1])
