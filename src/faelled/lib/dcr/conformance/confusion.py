"""How well a graph tells good traces from bad: the four counts, and what is read off them."""

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of traces. Positive: accepted by the graph; true: as the label says.

    >>> Confusion(tp=402, fp=25, tn=377, fn=6).accuracy
    0.9617283950617284
    """

    tp: int = 0
    fp: int = 0
    tn: int = 0
    fn: int = 0

    @property
    def total(self) -> int:
        return self.tp + self.fp + self.tn + self.fn

    @property
    def accuracy(self) -> float:
        return (self.tp + self.tn) / self.total if self.total else 0.0

    @property
    def f1(self) -> float:
        either = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / either if either else 0.0

    @property
    def mcc(self) -> float:
        """Matthews' correlation, -1 to 1; 0 where one row or column is empty."""
        tp, fp, tn, fn = self.tp, self.fp, self.tn, self.fn
        product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
        return (tp * tn - fp * fn) / sqrt(product) if product else 0.0

    def counting(self, *, accepted: bool, good: bool) -> "Confusion":
        """These counts and one trace more."""
        return Confusion(
            self.tp + (accepted and good),
            self.fp + (accepted and not good),
            self.tn + (not accepted and not good),
            self.fn + (not accepted and good),
        )
