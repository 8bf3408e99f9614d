"""The voices of one notice, for those who work with it."""

from django.urls import path

from nhipcau.pages.voices import views

ONE = "lam-viec/thong-bao/<int:notice_id>/tieng/"

urlpatterns = [
    path(ONE, views.voices, name="notice_voices"),
    path(f"{ONE}lam/", views.make, name="notice_voice_make"),
    path(f"{ONE}<int:recording_id>.mp3", views.sound, name="notice_voice_sound"),
    path(f"{ONE}<int:recording_id>/<slug:act>/", views.step, name="notice_voice_step"),
]
