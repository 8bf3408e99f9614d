"""Handing a neighbourhood over."""

from django.urls import path

from nhipcau.pages.handover import views

GIVEN = "lam-viec/can-bo/ban-giao/da-xong/<int:handover_id>/"

urlpatterns = [
    path("lam-viec/can-bo/ban-giao/<int:neighbourhood_id>/", views.give, name="leader_change"),
    path(GIVEN, views.given, name="handover"),
    path(f"{GIVEN}buoc/", views.ticked, name="handover_step"),
    path("to/ban-giao/<int:handover_id>/", views.taken, name="leader_handover"),
    path("to/ban-giao/<int:handover_id>/buoc/", views.taken_ticked, name="leader_handover_step"),
]
