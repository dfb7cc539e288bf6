"""A paper that came to the wrong case and was sent on with an order stays there, marked: the answer
may rest on it.
"""

from datetime import timedelta

from django.core.files.base import ContentFile

from faelled.apps.orders.tests.house import House
from faelled.base.files.actions import store_upload
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Document


def came(house: House, name: str) -> Document:
    """A message's paper in Anna's case."""
    case, anna = house.source, house.actor(house.cast.anna)
    file = store_upload(
        ContentFile(name.encode(), name=name),
        stream=case.ref,
        subjects=[case.ref],
        by=anna,
        now=house.start,
    )
    [paper] = documents.receive_post(
        case, [(name, file)], sender=None, received_at=house.start, by=anna, now=house.start
    )
    return paper


def test_only_the_one_that_was_sent_on_stays(house: House) -> None:
    sent, other = came(house, "Sendt.txt"), came(house, "Anden.txt")
    house.asked("Carla Holm", source=house.source, papers=(sent.versions.get(),))
    later, anna = house.start + timedelta(hours=1), house.cast.anna
    by = house.actor(anna, later)
    stay = documents.take_out(house.source, [sent, other], by=by, now=later)
    assert stay == [sent]
    sent.refresh_from_db()
    other.refresh_from_db()
    assert sent.misplaced_at == later and other.taken_out_at == later


def test_an_order_about_another_case_or_from_before_is_no_use_of_it(house: House) -> None:
    earlier = came(house, "Ens.txt")
    house.asked("Carla Holm", source=house.source, papers=(earlier.versions.get(),))
    again = came(house, "Ens.txt")
    Document.objects.filter(pk=again.pk).update(created_at=house.start + timedelta(minutes=5))
    later = house.start + timedelta(hours=1)
    by = house.actor(house.cast.anna, later)
    assert documents.take_out(house.source, [again], by=by, now=later) == []
