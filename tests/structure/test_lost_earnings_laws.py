"""Whatever people do in a case of lost earnings, these sentences hold. Random runs of the graph."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import takewhile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.lib.dates import COPENHAGEN, Duration, danish_calendar
from faelled.lib.dcr import Engine, Field, FieldType, Marking, Value
from faelled.lib.dcr.formats.native import loads
from faelled.lib.fields import validate

FILE = Path(__file__).parents[2] / "content" / "graphs" / "tabt-arbejdsfortjeneste.toml"
GRAPH = loads(FILE.read_text())
ENGINE = Engine(GRAPH, calendar=danish_calendar())
START = datetime(2027, 1, 4, 9, tzinfo=COPENHAGEN)
HEARD = ("answer_hearing", "hearing_over")


@dataclass(frozen=True)
class Done:
    """One step of a run."""

    event: str
    value: Mapping[str, Value]
    at: datetime


@dataclass
class Run:
    """A case under way: its marking, the time, and what has been done."""

    marking: Marking = field(default_factory=lambda: ENGINE.initial(START))
    at: datetime = START
    done: list[Done] = field(default_factory=list)

    def enabled(self) -> tuple[str, ...]:
        return ENGINE.enabled(self.marking, at=self.at)

    def execute(self, event: str, answers: Mapping[str, Value]) -> None:
        def scope(name: str) -> Value:
            owner, _, part = name.partition(".")
            value = self.marking.values.get(owner)
            return value.get(part) if isinstance(value, Mapping) else None

        parsed = validate(GRAPH.event(event).fields, answers, scope=scope, now=self.at)
        assert parsed.ok, (event, parsed.errors)
        value = dict(parsed.values)
        self.marking = ENGINE.execute(self.marking, event, at=self.at, value=value or None)
        self.done.append(Done(event, value, self.at))

    def last(self, *events: str) -> int:
        """Where one of the events was last done; -1 when never."""
        return max((n for n, step in enumerate(self.done) if step.event in events), default=-1)


def answer(one: Field, pick: int) -> Value:
    """A valid answer to a question; `pick` chooses."""
    options = [option.value for option in one.options]
    answers: Mapping[FieldType, Value] = {
        FieldType.INTEGER: 1 + pick,
        FieldType.DECIMAL: Decimal(1 + pick),
        FieldType.AMOUNT: Decimal(1000 * pick),
        FieldType.BOOLEAN: bool(pick % 2),
        FieldType.DATE: date(2027, 1, 1) + timedelta(days=500 * pick),
        FieldType.CHOICE: options[pick % len(options)] if options else "",
        FieldType.CHOICES: tuple(options[: 1 + pick % 3]),
        FieldType.FILE: (f"file-{pick}",),
        FieldType.DURATION: Duration(days=7 * (1 + pick)),
    }
    return answers.get(one.type, "Tekst")


SEEDS = st.integers(0, 2**32)
LONG = 60
PICKS = (0, 1, 8, 9, 2, 3, 5, 7)
ENDS = ("withdraw", "discontinue", "close")


def take(seed: int, length: int = LONG) -> Run:
    """A run by an office that mostly does what it owes, and a citizen who answers now and then."""
    chance = random.Random(seed)
    run = Run()
    for _ in range(chance.randrange(length)):
        run.at += timedelta(days=chance.choice((0, 0, 1, 10, 40)))
        enabled = [event for event in run.enabled() if event not in ENDS]
        owed = [e for e in enabled if e in run.marking.pending and not e.startswith("answer")]
        if not enabled:
            continue
        event = chance.choice(owed if owed and chance.random() < 0.7 else enabled)
        fields = GRAPH.event(event).fields
        run.execute(event, {one.id: answer(one, chance.choice(PICKS)) for one in fields})
        obey(run)
    return run


def obey(run: Run) -> None:
    """The sentences, asked after each step about the step just done."""
    step = run.done[-1]
    rule = RULES.get(step.event)
    if rule is not None:
        rule(run, step)


def send_decision(run: Run, step: Done) -> None:
    assessed, checked = run.last("assess"), run.last("check_hearing")
    assert checked > assessed >= 0, "forvaltningsloven § 19: asked after the last assessment"
    if run.done[checked].value.get("course") == "hear":
        heard = run.last("hear_party")
        assert heard > checked, "forvaltningsloven § 19: the party was heard"
        assert run.last(*HEARD) > heard, "forvaltningsloven § 19: answered, or the time ran out"
    approved, drafted = run.last("approve"), run.last("draft_decision")
    assert drafted > run.last("return_draft"), "what was returned is written anew"
    draft = run.done[drafted].value
    assert draft.get("decides") == "caseworker" or approved > drafted > -1
    asked = run.last("request_information")
    assert run.last("answer_information", "go_on_without_answer") > asked or asked == -1
    if draft["outcome"] != "granted":
        assert draft["considerations"], "forvaltningsloven § 22: reasons"


def hearing_over(run: Run, step: Done) -> None:
    asked = run.done[run.last("hear_party")]
    limit = asked.value["time_limit"]
    assert isinstance(limit, Duration)
    assert step.at >= limit.add_to(asked.at, calendar=danish_calendar())


def obtain_information(run: Run, step: Done) -> None:
    answered = run.last("answer_consent")
    assert run.done[answered].value["consent"] == "given", "retssikkerhedsloven § 11 a"
    assert run.last("withdraw_consent") < answered


def stop_help(run: Run, step: Done) -> None:
    sent = run.last("send_decision")
    drafts = [one for one in run.done[:sent] if one.event == "draft_decision"]
    assert drafts[-1].value["outcome"] == "stopped"
    received = run.last("decision_received")
    assert received > sent
    if drafts[-1].value["notice"] == "yes":
        weeks = Duration(days=98).add_to(run.done[received].at, calendar=danish_calendar())
        assert step.at >= weeks, "barnets lov § 11, stk. 1"


def forward_complaint(run: Run, step: Done) -> None:
    before = [one for one in run.done[:-1] if one.event in ("reassess", "forward_complaint")]
    since = list(takewhile(lambda one: one.event == "reassess", reversed(before)))
    outcomes = [one.value["outcome"] for one in since]
    assert set(outcomes) - {"full"}, "retssikkerhedsloven § 66"


RULES = {
    "send_decision": send_decision,
    "hearing_over": hearing_over,
    "obtain_information": obtain_information,
    "stop_help": stop_help,
    "forward_complaint": forward_complaint,
}


@settings(deadline=None)
@given(SEEDS)
def test_nobody_can_come_round_the_law(seed: int) -> None:
    take(seed)


def test_the_random_runs_come_everywhere() -> None:
    seen = {step.event for seed in range(150) for step in take(seed, 120).done}
    assert seen == {event.id for event in GRAPH.events} - set(ENDS)


# What a diligent office answers when it only wants to bring the case to its end.
DILIGENT: Mapping[str, Mapping[str, Value]] = {
    "assess": {"informed": "yes"},
    "check_hearing": {"unknown": False},
    "answer_consent": {"consent": "withheld"},
    "draft_decision": {"outcome": "refused"},
    "approve": {"verdict": "approve"},
    "reassess": {"outcome": "none"},
    "appeal_decided": {"outcome": "upheld"},
    "review": {"new_decision": False},
    "answer_reopening": {"outcome": "no"},
}
WAYS_OUT = (
    "go_on_without_answer",
    "go_on_without_consent",
    "hearing_over",
    "draft_decision",
)


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_every_case_can_be_brought_to_an_end(seed: int) -> None:
    run = take(seed)
    for _ in range(60):
        if ENGINE.accepting(run.marking):
            break
        run.at += timedelta(days=120)
        enabled = run.enabled()
        owed = [event for event in enabled if event in run.marking.pending]
        event = next(iter([*owed, *(way for way in WAYS_OUT if way in enabled)]))
        plain = {one.id: answer(one, 0) for one in GRAPH.event(event).fields}
        run.execute(event, {**plain, **DILIGENT.get(event, {})})
    assert ENGINE.accepting(run.marking)
