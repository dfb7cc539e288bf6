"""How a message gets to a neighbour: over HTTPS, or, in the demo, to one that is not there."""

from datetime import datetime

from faelled.base.connect.neighbour import client
from faelled.base.connect.neighbour.client import Receipt
from faelled.base.connect.neighbour.contract import Message
from faelled.base.connect.neighbour.fake import FakeNeighbour
from faelled.base.connect.neighbour.neighbours import Neighbour

NOWHERE = "fake:"


def hand_over(neighbour: Neighbour, message: Message, now: datetime) -> Receipt:
    """The receipt of who took it; a neighbour with the address ``fake:`` takes all and keeps
    nothing. Raises NeighbourError.
    """
    if neighbour.url == NOWHERE:
        return FakeNeighbour().deliver(neighbour, message, now=now)
    return client.deliver(neighbour, message, now=now)
