"""A neighbour that reaches nobody: for tests and for the demo.

It keeps what it has been given, takes each message once, and can be told to break down a number
of times, as a neighbour does.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from faelled.base.connect.neighbour.client import NeighbourError, Receipt
from faelled.base.connect.neighbour.contract import Message, to_bytes
from faelled.base.connect.neighbour.neighbours import Neighbour


@dataclass
class FakeNeighbour:
    breakdowns: int = 0
    refuses: bool = False
    taken: dict[UUID, tuple[Message, Receipt]] = field(default_factory=dict)

    def deliver(self, neighbour: Neighbour, message: Message, *, now: datetime) -> Receipt:
        if self.breakdowns:
            self.breakdowns -= 1
            raise NeighbourError(_("%(name)s svarer ikke.") % {"name": neighbour.name})
        if self.refuses:
            raise NeighbourError(
                _("%(name)s tager ikke imod.") % {"name": neighbour.name}, final=True
            )
        sha256 = hashlib.sha256(to_bytes(message)).hexdigest()
        earlier = self.taken.get(message.id)
        if earlier is not None and earlier[1].sha256 != sha256:
            raise NeighbourError(_("Samme besked med andet indhold."), final=True)
        if earlier is None:
            self.taken[message.id] = (message, Receipt(message.id, sha256, now))
        return self.taken[message.id][1]

    @property
    def messages(self) -> list[Message]:
        return [message for message, _receipt in self.taken.values()]
