"""Dorthe, and a service that she can apply for."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client

from faelled.apps.intake.tests.graphs import camp
from faelled.apps.intake.tests.guest_journey import Stranger
from faelled.apps.intake.tests.journey import Journey
from faelled.casework.cases.actions import use_process
from faelled.casework.cases.models import CaseType
from faelled.casework.processes.actions import publish
from faelled.casework.processes.models import ProcessVersion
from tests.cast import NOW, Cast, Citizen

Publish = Callable[[bytes], ProcessVersion]


@pytest.fixture
def publish_graph(cast: Cast) -> Publish:
    """Publish a graph as Frida does."""

    def go(source: bytes, now: datetime = NOW) -> ProcessVersion:
        return publish(source, by=cast.actor(cast.frida), now=now)

    return go


@pytest.fixture(scope="module")
def lasting_camp(lasting_cast: Cast | None) -> CaseType | None:
    return the_camp(lasting_cast) if lasting_cast else None


@pytest.fixture
def summer_camp(cast: Cast, lasting_camp: CaseType | None) -> CaseType:
    """The service "Tilskud til sommerlejr", handled in Børnehandicap and open to citizens."""
    return deepcopy(lasting_camp) or the_camp(cast)


def the_camp(cast: Cast) -> CaseType:
    by = cast.actor(cast.frida)
    version = publish(camp(), by=by, now=NOW)
    return use_process(version.process, cast.disability, by=by, now=NOW, open_to_citizens=True)


@pytest.fixture
def browser_of(cast: Cast) -> Callable[[Citizen], Client]:
    """A browser without JavaScript in which somebody is logged in."""

    def log_in(who: Citizen) -> Client:
        client = Client()
        client.force_login(who.user)
        return client

    return log_in


@pytest.fixture
def dorthe(cast: Cast, summer_camp: CaseType) -> Journey:
    """Dorthe at her browser, with the service to apply for."""
    client = Client()
    client.force_login(cast.dorthe.user)
    return Journey(client, cast, cast.dorthe)


@pytest.fixture
def esben(cast: Cast, summer_camp: CaseType) -> Journey:
    """Esben at his: Emil's other parent."""
    client = Client()
    client.force_login(cast.esben.user)
    return Journey(client, cast, cast.esben)


@pytest.fixture
def access_to_documents(cast: Cast, publish_graph: Publish) -> CaseType:
    """The shipped graph, which anybody may begin (offentlighedsloven § 7, stk. 1)."""
    version = publish_graph((settings.CONTENT / "graphs" / "aktindsigt.toml").read_bytes())
    by = cast.actor(cast.frida)
    return use_process(version.process, cast.disability, by=by, now=NOW, open_to_citizens=True)


@pytest.fixture
def stranger(access_to_documents: CaseType) -> Stranger:
    return Stranger(Client())
