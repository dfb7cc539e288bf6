"""Addresses of the self-service, of my cases, and of the guidance."""

from django.urls import path

from faelled.apps.intake import views

app_name = "intake"
urlpatterns = [
    path("selvbetjening/", views.services, name="services"),
    path("selvbetjening/kladde/<uuid:uuid>/", views.draft, name="draft"),
    path("selvbetjening/kladde/<uuid:uuid>/tjek/", views.draft_check, name="check"),
    path("selvbetjening/kladde/<uuid:uuid>/slet/", views.draft_discard, name="discard"),
    path("selvbetjening/<slug:key>/", views.service, name="service"),
    path("selvbetjening/<slug:key>/soeg/", views.choose_whom, name="apply"),
    path("selvbetjening/<slug:key>/papir/", views.paper, name="paper"),
    path("selvbetjening/<slug:key>/uden-log-in/", views.begin_without_log_in, name="guest"),
    path("uden-log-in/dit-link/", views.guest_link, name="guest_link"),
    path("uden-log-in/link/<str:link>/", views.open_guest_link, name="guest_open"),
    path("uden-log-in/sendt/", views.guest_sent, name="guest_sent"),
    path("uden-log-in/foelg/", views.guest_follow, name="guest_follow"),
    path("uden-log-in/ny-kode/", views.guest_lost, name="guest_lost"),
    path("uden-log-in/ny-kode/<uuid:uuid>/", views.new_code, name="new_code"),
    path("mine-sager/", views.my_cases_page, name="mine"),
    path("mine-sager/<uuid:uuid>/", views.case_page, name="case"),
    path("mine-sager/<uuid:uuid>/opslag/", views.looks, name="looks"),
    path("mine-sager/<uuid:uuid>/trin/<str:event_id>/", views.step, name="step"),
    path("mine-sager/<uuid:uuid>/kvittering/<int:seq>/", views.receipt, name="receipt"),
    path(
        "mine-sager/<uuid:uuid>/kvittering/<int:seq>/pdf/", views.receipt_file, name="receipt_pdf"
    ),
    path("vejledning/", views.guide_list, name="guides"),
    path("vejledning/<slug:id>/", views.guide_page, name="guide"),
]
