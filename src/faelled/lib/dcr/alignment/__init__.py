"""Optimal alignment of traces with rule graphs, always with an end and a proven bound."""

from faelled.lib.dcr.alignment.align import Aligner, NoEnd
from faelled.lib.dcr.alignment.moves import Alignment, Kind, Move

__all__ = ["Aligner", "Alignment", "Kind", "Move", "NoEnd"]
