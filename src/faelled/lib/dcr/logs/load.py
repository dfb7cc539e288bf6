"""A log file into frames, by its name: .xes, .csv, or as OCEL 2.0 .json, .jsonocel, .xml, .xmlocel,
or those packed.

>>> from io import BytesIO
>>> log = load_log(BytesIO(b"sag,trin\\n1,Ring\\n1,Svar\\n2,Ring\\n"), "l.csv",
...                columns=Columns(case="sag", activity="trin"))
>>> [(log.names(variant.trace), variant.count) for variant in log.variants()]
[(['Ring', 'Svar'], 1), (['Ring'], 1)]
"""

from collections.abc import Sequence
from typing import BinaryIO

from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.ocel import ocel_frames
from faelled.lib.dcr.logs.ocel_xml import ocel_xml
from faelled.lib.dcr.logs.read import MOST_BYTES, unpacked
from faelled.lib.dcr.logs.records import Columns
from faelled.lib.dcr.logs.table_frames import csv_frames
from faelled.lib.dcr.logs.xes_frames import xes_frames

OCEL = (".json", ".jsonocel")
OCEL_XML = (".xml", ".xmlocel")


def load_log(
    file: BinaryIO,
    name: str,
    *,
    columns: Columns | None = None,
    attributes: Sequence[str] = (),
    object_type: str = "",
    most: int = MOST_BYTES,
) -> EventLog:
    """The whole log in ``file``; ``name`` tells the format, ``most`` bounds the bytes, unpacked.

    ``attributes``: further attributes of events to keep, by their keys. ``object_type``: which
    objects of an object-centric log are the cases. Raises LogError in the user's words.
    """
    with unpacked(file, name, most, (".xes", ".csv", *OCEL, *OCEL_XML)) as (plain, bounded):
        if plain.endswith(OCEL):
            return ocel_frames(bounded, object_type, columns, attributes)
        if plain.endswith(OCEL_XML):
            return ocel_frames(bounded, object_type, columns, attributes, ocel_xml)
        if plain.endswith(".xes"):
            return xes_frames(bounded, attributes)
        return csv_frames(bounded, columns, attributes)
