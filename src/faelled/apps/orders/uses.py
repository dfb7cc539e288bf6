"""Papers of a case that were sent on with an order: the order has copies, and no key to them."""

from faelled.apps.orders.models import Order
from faelled.casework.cases.models import Case
from faelled.casework.documents.models import Document, DocumentVersion
from faelled.casework.documents.uses import USES


def sent_on(case: Case, document: Document) -> bool:
    """Whether an order about the case, placed since the paper came, has a copy of its bytes."""
    orders = Order.objects.filter(source_case=case, ordered_at__gte=document.created_at)
    copies = DocumentVersion.objects.filter(document__case__in=orders.values("case"))
    return copies.filter(sha256__in=document.versions.values("sha256")).exists()


def register() -> None:
    """Called once, from the app's ``ready()``."""
    USES.register("orders", sent_on)
