"""Jobs for the tests: they leave a line in a file, for a worker may be another process."""

import time
from pathlib import Path

from django_tasks import task


@task
def leave_line(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text + "\n")


@task
def fail(reason: str) -> None:
    raise ValueError(reason)


@task
def hang_the_first_time(path: str) -> None:
    """The first worker never gets on; the next one finds the line and finishes."""
    begun = Path(path)
    if begun.exists():
        with begun.open("a", encoding="utf-8") as file:
            file.write("done\n")
        return
    begun.write_text("begun\n", encoding="utf-8")
    time.sleep(600)
