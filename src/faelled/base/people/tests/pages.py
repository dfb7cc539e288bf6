"""Pages that the tests of this room open."""

from django.http import HttpResponse
from django.urls import include, path

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest


@access(who="logged-in", purpose="case-work")
def who(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.shown_name)


urlpatterns = [path("hvem/", who), path("", include("faelled.base.people.urls"))]
