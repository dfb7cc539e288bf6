"""Papers that another installation would never take are refused when the order is placed; a letter
whose address has been protected since it was copied is stopped when it is sent.
"""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from faelled.apps.orders.models import Order, Parcel, ParcelState
from faelled.apps.orders.tests.house import House
from faelled.apps.orders.tests.test_23_an_order_goes_to_another_authority import NORTH, pass_time
from faelled.base.connect.neighbour import client
from faelled.base.connect.neighbour.client import NeighbourError
from faelled.base.connect.neighbour.contract import MAX_BYTES, fits
from faelled.base.connect.neighbour.fake import FakeNeighbour
from faelled.base.connect.neighbour.neighbours import neighbour_named
from faelled.base.files.models import StoredFile
from faelled.casework.cases.errors import CaseError
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction, Document, DocumentVersion
from faelled.lib.dates import local_day


def a_letter(house: House) -> DocumentVersion:
    """A letter to Dorthe on paper, with her address in its window."""
    paper = documents.upload(
        house.source,
        ContentFile(b"Brev til Dorthe", name="Brev.txt"),
        title="Brev",
        direction=Direction.OUT,
        by=house.actor(house.cast.anna),
        now=house.start,
    )
    Document.objects.filter(pk=paper.pk).update(party=house.source.parties.get())
    upload = paper.versions.get()
    return DocumentVersion.objects.create(
        document=paper,
        number=2,
        file=upload.file,
        sha256=upload.sha256,
        source={"recipient": ["Dorthe Friis", "Engvej 7", "9999 Fælleskøbing"]},
        created_at=house.start,
        created_by_id=house.cast.anna.id,
        created_by_name="Anna Dam",
    )


@pytest.mark.parametrize(
    ("sizes", "fit"),
    [([], True), ([22 * 10**6], True), ([24 * 10**6], False), ([1] * 20, True), ([1] * 21, False)],
)
def test_what_fits_is_known_by_the_sizes(sizes: list[int], fit: bool) -> None:
    assert fits(sizes, "tekst") == fit


@override_settings(NEIGHBOURS=NORTH)
def test_too_much_is_refused_and_nothing_is_ordered(house: House) -> None:
    version = house.paper(house.source).versions.get()
    StoredFile.objects.update(size=MAX_BYTES)
    copies = StoredFile.objects.count()
    with pytest.raises(CaseError, match="fylder for meget"):
        house.asked("Nordby Kommune", source=house.source, papers=(version,) * 21)
    assert not Order.objects.exists()
    assert not Parcel.objects.exists()
    assert StoredFile.objects.count() == copies


@override_settings(NEIGHBOURS=NORTH)
def test_a_parcel_that_is_too_large_all_the_same_is_not_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.asked("Nordby Kommune")
    nord, fake = neighbour_named("nord"), FakeNeighbour()
    pass_time(house, fake)
    [message] = fake.messages
    assert nord is not None
    monkeypatch.setattr(client, "MAX_BYTES", 10)
    with pytest.raises(NeighbourError, match="for store") as refused:
        client.deliver(nord, message, now=house.start)
    assert refused.value.final


@override_settings(NEIGHBOURS=NORTH)
def test_an_address_that_was_protected_since_is_not_sent(house: House) -> None:
    letter = a_letter(house)
    house.asked("Nordby Kommune", source=house.source, papers=(letter,))
    dorthe, nord = house.cast.dorthe.person, FakeNeighbour()
    dorthe.address_protected_until = local_day(house.start) + timedelta(days=30)
    dorthe.save()
    assert pass_time(house, nord) == 0
    parcel = Parcel.objects.get()
    assert parcel.state == ParcelState.FAILED
    assert "blevet beskyttet" in parcel.problem
    assert nord.messages == []


@override_settings(NEIGHBOURS=NORTH)
def test_a_letter_that_nothing_has_happened_to_is_sent(house: House) -> None:
    house.asked("Nordby Kommune", source=house.source, papers=(a_letter(house),))
    assert pass_time(house, FakeNeighbour()) == 1
