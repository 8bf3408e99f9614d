"""The shells' own addresses."""

from django.urls import URLPattern, URLResolver, include, path

from nhipcau.pages import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe/", health.health, name="health"),
    path("suc-khoe/nhan-roi/", health.idle, name="idle"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("nhipcau.pages.leader.urls")),
    path("", include("nhipcau.pages.channels.urls")),
    path("", include("nhipcau.pages.voices.urls")),
    path("", include("nhipcau.pages.posters.urls")),
]
