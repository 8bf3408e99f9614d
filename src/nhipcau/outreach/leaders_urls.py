"""How leaders are told, who is away, and the drill."""

from django.urls import path

from nhipcau.outreach import leaders_views as views

L = "lam-viec/to-truong/"

urlpatterns = [
    path(L, views.leaders, name="leaders"),
    path(f"{L}<int:staff_id>/vang/", views.away, name="leader_away"),
    path(f"{L}vang/<int:absence_id>/ve/", views.back, name="leader_back"),
    path(f"{L}dien-tap/", views.drills, name="drills"),
    path(f"{L}dien-tap/bat-dau/", views.drill_start, name="drill_start"),
    path(f"{L}dien-tap/<int:drill_id>/", views.drill, name="drill"),
]
