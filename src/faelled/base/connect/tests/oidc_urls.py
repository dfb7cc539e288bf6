"""The pages of a log-in, and one to land on."""

from django.http import HttpResponse
from django.urls import include, path

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest


@access(who="anyone")
def front(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.id)


urlpatterns = [
    path("", front),
    path("konto/", include("faelled.base.connect.oidc.urls")),
]
