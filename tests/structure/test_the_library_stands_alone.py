"""A researcher takes `faelled.lib.dcr` alone: without the site, and with every name explained."""

import subprocess
import sys

import pytest

import faelled.lib.dcr

ALL = """
import pkgutil, sys, importlib
import faelled.lib.dcr as dcr
for module in pkgutil.walk_packages(dcr.__path__, "faelled.lib.dcr."):
    if ".tests" not in module.name:
        importlib.import_module(module.name)
"""
SHOWN = """
import sys
outside = {name.split(".")[0] for name in sys.modules}
print(*sorted(outside & {"django", "holidays", "lxml", "numpy", "polars"}))
house = {".".join(name.split(".")[:2]) for name in sys.modules if name.startswith("faelled.")}
print(*sorted(house - {"faelled.lib"}))
"""


def loaded(program: str) -> tuple[str, str]:
    """What a fresh Python has loaded after this: of the large libraries, and of the site."""
    ran = subprocess.run(
        [sys.executable, "-c", program + SHOWN], capture_output=True, text=True, check=True
    )
    outside, site = ran.stdout.splitlines()
    return outside, site


def test_the_engine_needs_the_holidays_and_no_more() -> None:
    assert loaded("import faelled.lib.dcr") == ("holidays", "")


def test_all_of_it_needs_no_site_and_no_database() -> None:
    assert loaded(ALL) == ("holidays lxml numpy polars", "")


@pytest.mark.parametrize("name", faelled.lib.dcr.__all__)
def test_every_name_it_offers_says_what_it_is(name: str) -> None:
    offered = getattr(faelled.lib.dcr, name)
    said = (getattr(offered, "__doc__", None) or "").strip()
    assert said
    assert not said.startswith(f"{name}(")  # what a dataclass says of itself
