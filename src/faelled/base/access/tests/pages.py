"""Pages that the tests of ``@access`` open."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from faelled.base.access.actor import Capability
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest


@access(who="employee", purpose="case-work")
def for_employees(request: ActorRequest) -> HttpResponse:
    return HttpResponse(f"{request.actor.name} {request.actor.purpose}")


@access(who="citizen", purpose="self-service")
def for_citizens(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@access(who="logged-in", purpose="self-service")
def for_known(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@access(who="anyone")
def for_anyone(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.kind)


@access(who="employee", purpose="control", capability=Capability.READ_AUDIT)
def for_auditors(request: ActorRequest, number: int) -> HttpResponse:
    return HttpResponse(str(number))


@access(who="employee", purpose="leadership")
def for_leaders(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.purpose)


@access(who="employee", purpose="administration", own_settings=True)
def own_settings(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.purpose)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(str(exception), status=403)


urlpatterns = [
    path("sager/", for_employees),
    path("mine-sager/", for_citizens),
    path("hvem/", for_known),
    path("aaben/", for_anyone),
    path("til-godkendelse/", for_leaders),
    path("mig/", own_settings),
    path("log/<int:number>/", for_auditors),
]
handler403 = refused
