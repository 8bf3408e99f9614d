"""Posters: the desk's pages."""

from django.urls import path

from nhipcau.pages.posters import views

P = "lam-viec/ma-qr/"

urlpatterns = [
    path(P, views.posters, name="posters"),
    path(P + "moi/", views.new, name="posters_new"),
    path(P + "in.pdf", views.paper, name="posters_paper"),
    path(P + "thay/", views.change, name="posters_change"),
    path(P + "noi-treo/", views.places, name="posters_places"),
    path(P + "<int:poster_id>/", views.one, name="poster"),
    path(P + "<int:poster_id>/<slug:action>/", views.acted, name="poster_act"),
]
