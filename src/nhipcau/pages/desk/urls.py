"""Addresses of the waiting room: each holds its key."""

from django.urls import path

from nhipcau.pages.desk import keyed

urlpatterns = [
    path("quay/<str:token>/", keyed.screen, name="desk_screen"),
    path("lay-so/<str:token>/", keyed.door, name="desk_door"),
]
