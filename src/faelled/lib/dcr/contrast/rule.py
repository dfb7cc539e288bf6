"""A rule that a case keeps or breaks: its kind, what it speaks of, and how it is said.

A kind is one line of `KINDS`: what it is about, the Danish sentence, and the relation that puts it
in force where the graph's language has one. `{0}`, `{1}` stand for the parts in order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from faelled.lib.dcr.arrows import write_arrow
from faelled.lib.dcr.graph import Kind as Link


class Aspect(StrEnum):
    """What a rule looks at: the order of steps, the people, the case's data, or time."""

    FLOW = "flow"
    WHO = "who"
    DATA = "data"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Kind:
    """`links`: the relations that say the same, each with the places of its two ends in `parts`.
    `broken`: when it is broken, as the condition of another rule. `small`: other words for the
    first numbers, from 0."""

    aspect: Aspect
    sentence: str
    links: tuple[tuple[Link, int, int], ...] = ()
    broken: str = ""
    small: tuple[str, ...] = ()


F, W, D, T = Aspect.FLOW, Aspect.WHO, Aspect.DATA, Aspect.TIME
ONCE = ((Link.EXCLUDE, 0, 0),)
BEFORE, ANSWER, NOT_AFTER = (
    ((Link.CONDITION, 0, 1),),
    ((Link.RESPONSE, 0, 1),),
    ((Link.EXCLUDE, 0, 1),),
)
APART = ((Link.EXCLUDE, 0, 1), (Link.EXCLUDE, 1, 0))
AGAIN = ((Link.EXCLUDE, 0, 0), (Link.INCLUDE, 1, 0))
# Of rules that the very same cases break, the one whose kind stands first is told.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "persons": Kind(
            W,
            "Højst {0} forskellige personer arbejder på sagen.",
            small=("", "Kun én person arbejder på sagen."),
        ),
        "units": Kind(
            W,
            "Højst {0} forskellige enheder arbejder på sagen.",
            small=("", "Kun én enhed arbejder på sagen."),
        ),
        "handovers": Kind(
            W,
            "Sagen skifter hænder højst {0} gange.",
            small=("Sagen skifter ikke hænder.", "Sagen skifter hænder højst én gang."),
        ),
        "returns": Kind(
            W,
            "Sagen kommer højst {0} gange tilbage til en, der har haft den før.",
            small=(
                "Sagen kommer ikke tilbage til en, der har haft den før.",
                "Sagen kommer højst én gang tilbage til en, der har haft den før.",
            ),
        ),
        "same": Kind(W, "Den samme person udfører »{0}« og »{1}«."),
        "different": Kind(W, "Forskellige personer udfører »{0}« og »{1}«."),
        "practised": Kind(
            W,
            "{0} har fået mindst {1} andre sager i de 30 dage før.",
            broken="Når {0} har fået under {1} andre sager i de 30 dage før",
        ),
        "not flooded": Kind(
            W,
            "{0} har fået højst {1} andre sager i de 30 dage før.",
            broken="Når {0} har fået over {1} andre sager i de 30 dage før",
        ),
        "not busy": Kind(
            W,
            "{0} har højst {1} andre løbende sager, da sagen begynder.",
            broken="Når {0} har over {1} andre løbende sager, da sagen begynder",
        ),
        "takes part": Kind(W, "{0} udfører selv mindst ét af sagens trin."),
        "own hands": Kind(W, "{0} udfører selv »{1}«."),
        "not by": Kind(W, "»{0}« udføres ikke af enheden »{1}«."),
        "once": Kind(F, "»{0}« sker højst én gang.", ONCE),
        "condition": Kind(F, "»{1}« sker først, når »{0}« er sket.", BEFORE),
        "response": Kind(F, "Efter »{0}« følger »{1}«, før sagen slutter.", ANSWER),
        "apart": Kind(F, "»{0}« og »{1}« sker ikke i samme sag.", APART),
        "not after": Kind(F, "Efter »{0}« sker »{1}« ikke mere.", NOT_AFTER),
        "again": Kind(F, "»{0}« sker først igen, når »{1}« er sket imellem.", AGAIN),
        "twice": Kind(F, "»{0}« sker højst to gange."),
        "thrice": Kind(F, "»{0}« sker højst tre gange."),
        "must": Kind(F, "»{0}« sker mindst én gang.", broken="Når »{0}« ikke sker"),
        "never": Kind(F, "»{0}« sker ikke.", broken="Når »{0}« sker"),
        "both": Kind(F, "Sker »{0}«, sker også »{1}«."),
        "not next": Kind(
            F, "»{1}« kommer ikke lige efter »{0}«.", broken="Når »{1}« kommer lige efter »{0}«"
        ),
        "follows": Kind(
            F,
            "»{1}« kommer lige efter »{0}« mindst én gang.",
            broken="Når »{1}« aldrig kommer lige efter »{0}«",
        ),
        "next": Kind(F, "Lige efter »{0}« kommer »{1}«."),
        "just before": Kind(F, "Lige før »{1}« kommer »{0}«."),
        "as often": Kind(F, "»{0}« og »{1}« sker lige mange gange."),
        "events": Kind(F, "Sagen har højst {0} trin.", small=("", "Sagen har kun ét trin.")),
        "begins": Kind(F, "Sagen begynder med »{0}«."),
        "ends": Kind(F, "Sagen slutter med »{0}«."),
        "is": Kind(D, "»{0}« er ikke »{1}«.", broken="Når »{0}« er »{1}«"),
        "must be": Kind(D, "»{0}« er »{1}«.", broken="Når »{0}« er andet end »{1}«"),
        "filled": Kind(D, "»{0}« er udfyldt.", broken="Når »{0}« ikke er udfyldt"),
        "at most": Kind(D, "»{0}« er højst {1}.", broken="Når »{0}« er over {1}"),
        "at least": Kind(D, "»{0}« er mindst {1}.", broken="Når »{0}« er under {1}"),
        "gap": Kind(T, "Sagen ligger ikke stille i mere end {0}."),
        "delay": Kind(T, "Fra »{0}« til »{1}« lige efter går højst {2}."),
        "weekday": Kind(T, "Sagen begynder ikke en {0}.", broken="Når sagen begynder en {0}"),
        "weekend": Kind(T, "»{0}« sker ikke i en weekend."),
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, told by its kind and parts; `given`: asked of the cases that break that other one.

    >>> rule = Rule("condition", ("apply", "decide"))
    >>> rule.sentence, rule.arrows
    ('»decide« sker først, når »apply« er sket.', ('apply -->* decide',))
    """

    kind: str
    parts: tuple[str, ...]
    given: "Rule | None" = None

    @property
    def aspect(self) -> Aspect:
        return KINDS[self.kind].aspect

    @property
    def sentence(self) -> str:
        kind = KINDS[self.kind]
        number = int(self.parts[0]) if kind.small else 0
        words = (kind.small[number] if number < len(kind.small) else "") or kind.sentence
        said = words.format(*self.parts)
        said = f"{said[0].upper()}{said[1:]}"
        if self.given is None:
            return said
        condition = KINDS[self.given.kind].broken.format(*self.given.parts)
        return f"{condition}: {said[0].lower()}{said[1:]}"

    @property
    def arrows(self) -> tuple[str, ...]:
        """The relations between the steps that say the same; none where the language has none."""
        if self.given is not None:
            return ()
        return tuple(
            write_arrow(link, self.parts[source], self.parts[target])
            for link, source, target in KINDS[self.kind].links
        )
