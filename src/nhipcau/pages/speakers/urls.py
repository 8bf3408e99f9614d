"""Loudspeakers: the console's list, and the address that each one opens."""

from django.urls import path

from nhipcau.pages.speakers import desk, feeds, views

urlpatterns = [
    path("lam-viec/dia-ban/loa/", desk.speaker_list, name="speaker_list"),
    path(
        "lam-viec/dia-ban/loa/<int:speaker_id>/<slug:step>/",
        desk.speaker_step,
        name="speaker_step",
    ),
    path("loa/<str:token>/", views.player, name="speaker_page"),
    path("loa/<str:token>/danh-sach.json", feeds.json_feed, name="speaker_json"),
    path("loa/<str:token>/danh-sach.xml", feeds.atom_feed, name="speaker_atom"),
    path("loa/<str:token>/da-phat/", views.played, name="speaker_played"),
    path(
        "loa/<str:token>/nghe/<int:version_id>-<slug:source>.mp3",
        views.sound,
        name="speaker_sound",
    ),
]
