"""``python -m bench [NAME]``: every figure of docs/claims.md, each beside its target.

NAME is one bench, or the beginning of several: ``python -m bench dcr`` prints all that is measured
of the rule-graph library, with what its peers reach quoted in the lines.

Figures are CPU time of this process, so other work on the machine changes them less than it would
change the clock on the wall. A target that is missed is printed as MISSED, and the exit code is 1.
Each bench runs in a process of its own, so that none warms the next one's caches.
"""

import operator
import subprocess
import sys
from importlib import import_module

BENCHES = (
    "dcr_engine",
    "dcr_logs",
    "dcr_contrast",
    "dcr_next",
    "dcr_align",
    "dcr_verify",
    "audit",
    "casework",
    "documents",
    "decisions",
    "intake",
    "fields",
    "replay",
    "delegation",
)
MEETS = {">=": operator.ge, "<=": operator.le}
MISSED = "MISSED"


def show(name: str) -> bool:
    """Print one bench's rows; whether all its targets were met."""
    met = True
    for label, value, unit, target in import_module(f"bench.{name}").figures():
        said = verdict(value, target)
        met = met and said != MISSED
        print(f"{label:<66}{value:>14,.3f} {unit:<9}{target:<12}{said}")
    return met


def verdict(value: float, target: str) -> str:
    """Whether a figure meets its target; nothing of one that is there for comparison only."""
    if not target:
        return ""
    sign, number = target.split()
    return "met" if MEETS[sign](value, float(number)) else MISSED


def main() -> int:
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    several = [name for name in BENCHES if not asked or name.startswith(f"{asked}_")]
    if not several:
        return 0 if show(asked) else 1
    codes = [subprocess.run([sys.executable, "-m", "bench", name]).returncode for name in several]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
