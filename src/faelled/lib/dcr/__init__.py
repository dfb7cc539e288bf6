"""Rule graphs (Dynamic Condition Response): what may happen in a case, by whom, when, and why.

After [HM10] Hildebrandt, Mukkamala, EPTCS 69 (2010); [HMS11] nested graphs (2011); [HMSZ13] time,
JLAP 82 (2013); [DHS14] sub-processes, BPM 2014; [HNMDS21] data, BPM 2021. Where tools differ,
docs/modules/dcr.md says what holds here.
"""

from faelled.lib.dcr.engine import Engine, NotEnabled
from faelled.lib.dcr.errors import (
    BadValue,
    DcrError,
    InvalidGraph,
    UnknownEvent,
)
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.form import Applicant, Exit, ExitKind, Section, Way
from faelled.lib.dcr.graph import (
    Citation,
    Effect,
    Event,
    EventType,
    Field,
    FieldType,
    Graph,
    Group,
    Initial,
    Kind,
    Option,
    Phase,
    Relation,
    Role,
)
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.reasons import Explanation, Reason, ReasonCode, Remedy, RemedyKind
from faelled.lib.dcr.timing import Clock, Due, Mode
from faelled.lib.dcr.values import Part, Row, Rows, Scalar, Value, rows_of

__all__ = [
    "Applicant",
    "BadValue",
    "Citation",
    "Clock",
    "DcrError",
    "Due",
    "Effect",
    "Engine",
    "Event",
    "EventType",
    "Exit",
    "ExitKind",
    "Explanation",
    "Field",
    "FieldType",
    "Graph",
    "Group",
    "Initial",
    "InvalidGraph",
    "Kind",
    "Marking",
    "Mode",
    "NotEnabled",
    "Option",
    "Part",
    "Phase",
    "Reason",
    "ReasonCode",
    "Relation",
    "Remedy",
    "RemedyKind",
    "Role",
    "Row",
    "Rows",
    "Scalar",
    "Section",
    "UnknownEvent",
    "Value",
    "Way",
    "flatten",
    "rows_of",
]
