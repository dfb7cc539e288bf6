from django.urls import path

from faelled.base.people import views

urlpatterns = [path("paa-vegne-af/", views.act_for, name="act-for")]
