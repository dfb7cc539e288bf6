"""Small invented plans, and a short way to import one."""

from datetime import datetime

from faelled.base.access.actor import system_actor
from faelled.casework.subjects.actions import Imported, import_plan
from tests.cast import NOW

PLAN = """
id = "egen-plan"
version = "1.0.0"
title = "Egen plan"
published = {published}
[[rows]]
number = "99.01"
title = "Hjælp"
[[rows]]
number = "99.01.01"
title = "Tabt arbejdsfortjeneste"
preservation = "K5"
deletion_days = 1825
[[rows]]
number = "99.01.02"
title = "Økonomisk hjælp til familier"
[[rows]]
number = "99.01.07"
title = "Gammel hjælp"
created = 2001-02-01
expired = 2019-02-01
replaced_by = ["99.01.08"]
[[rows]]
number = "99.01.08"
title = "Mellemtidens hjælp"
created = 2019-02-01
expired = 2024-02-01
replaced_by = ["99.01.01"]
[[rows]]
number = "99.01.09"
title = "Hjælp, som ingen har mere"
expired = 2024-02-01
[[facets]]
number = "G01"
title = "Almindelige sager"
[[facets]]
number = "Ø01"
title = "Økonomi"
[[facets]]
number = "K09"
title = "Gammel kontrol"
expired = 2020-01-01
"""

# The same number twice: moved in 2000 and used again in 2010 (danish-standards.md 1.5, 3).
TWICE = """<KLE-Emneplan>
  <UdgivelsesDato>{published}</UdgivelsesDato>
  <Hovedgruppe>
    <HovedgruppeNr>98</HovedgruppeNr><HovedgruppeTitel>Prøver </HovedgruppeTitel>
    <Gruppe>
      <GruppeNr>98.01</GruppeNr><GruppeTitel>Hjælp</GruppeTitel>
      <Emne>
        <EmneNr>98.01.01</EmneNr><EmneTitel>Gamle heste </EmneTitel>
        <EmneAdministrativInfo>
          <OprettetDato>1988-01-01</OprettetDato>
          <Historisk><Flyttet><FlyttetDato>2000-01-01</FlyttetDato>
            <AfloestAf><EmneNr>98.01.02</EmneNr></AfloestAf>
          </Flyttet></Historisk>
        </EmneAdministrativInfo>
      </Emne>
      <Emne>
        <EmneNr>98.01.01</EmneNr><EmneTitel>Nye cykler</EmneTitel>
        <EmneAdministrativInfo><OprettetDato>2010-02-01</OprettetDato></EmneAdministrativInfo>
        {uuid}
      </Emne>
    </Gruppe>
  </Hovedgruppe>
</KLE-Emneplan>
"""
UUID = "<UUID>15B97B4F-08C6-42FC-9A37-3EC048D8D01B</UUID>"


def plan(published: str = "2026-02-01") -> str:
    return PLAN.format(published=published)


def twice(published: str = "2026-02-01", uuid: str = "") -> str:
    return TWICE.format(published=published, uuid=uuid)


def bring(text: str, authority_id: int = 0, now: datetime = NOW) -> Imported:
    """Import as the command does: for all authorities, or for one."""
    return import_plan(text.encode(), by=system_actor(authority_id), now=now)
