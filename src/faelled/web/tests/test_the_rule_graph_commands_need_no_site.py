"""``faelled dcr`` starts at once: it loads neither Django nor what single commands need."""

import subprocess
import sys


def test_a_command_needs_neither_the_site_nor_what_other_commands_need() -> None:
    asked = "import sys; sys.argv = ['faelled', 'dcr', '--help']\n"
    asked += "from faelled.web.command import main\n"
    asked += "try: main()\nexcept SystemExit as end: assert not end.code\n"
    asked += "print(sorted({'django', 'polars', 'numpy'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("Brug: faelled dcr KOMMANDO")
    assert ran.stdout.endswith("[]\n")
