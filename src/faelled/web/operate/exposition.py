"""Prometheus' text format 0.0.4, the part we write: counters, gauges and one histogram."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sample:
    """One line: ``faelled_cases{status="open"} 12``; ``suffix`` as in ``_bucket``, ``_sum``."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """A name with its kind (counter, gauge, histogram), a sentence of help and its samples."""

    name: str
    kind: str
    help: str
    samples: tuple[Sample, ...]


def exposed(metrics: Iterable[Metric]) -> str:
    """The page as Prometheus reads it."""
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> Iterable[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for sample in metric.samples:
        labels = ",".join(f'{name}="{_escaped(text)}"' for name, text in sample.labels.items())
        inside = f"{{{labels}}}" if labels else ""
        yield f"{metric.name}{sample.suffix}{inside} {_number(sample.value)}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
