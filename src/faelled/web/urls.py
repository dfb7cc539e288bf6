"""Every address of the site, by room."""

from django.urls import URLPattern, URLResolver, include, path

from faelled.base.ui import views

# The names that the log-in library goes back to when nobody was let in.
STOPPED = ("account_login", "account_inactive", "socialaccount_login_cancelled")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("faelled.base.ui.urls")),
    *(path(f"konto/afbrudt/{name}/", views.log_in_stopped, name=name) for name in STOPPED),
    path("konto/", include("faelled.base.connect.oidc.urls")),
    path("", include("faelled.base.connect.log_ins.urls")),
    path("", include("faelled.base.people.urls")),
    path("mine-beskeder/", include("faelled.base.notices.urls")),
    path("medarbejdere/", include("faelled.apps.staff.urls")),
    path("processer/", include("faelled.casework.processes.urls")),
    path("sager/", include("faelled.casework.cases.urls")),
    path("chats/", include("faelled.casework.chats.urls")),
    path("", include("faelled.casework.documents.urls")),
    path("", include("faelled.apps.intake.urls")),
    path("moeder/", include("faelled.apps.meetings.urls")),
    path("til-godkendelse/", include("faelled.apps.decisions.urls")),
    path("kompetence/", include("faelled.apps.decisions.delegation.urls")),
    path("bestillinger/", include("faelled.apps.orders.urls")),
    path("post/", include("faelled.apps.post.urls")),
]

handler400 = "faelled.base.ui.errors.bad_request"
handler403 = "faelled.base.ui.errors.permission_denied"
handler404 = "faelled.base.ui.errors.page_not_found"
handler500 = "faelled.base.ui.errors.server_error"
