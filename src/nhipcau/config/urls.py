"""Every address. Vietnamese words without diacritics, so that they can be read out."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nhipcau.people.entrance_urls")),
    path("", include("nhipcau.people.urls")),
    path("", include("nhipcau.channels.urls")),
    path("", include("nhipcau.notices.urls")),
    path("", include("nhipcau.outreach.compose_urls")),
    path("", include("nhipcau.outreach.calls_urls")),
    path("", include("nhipcau.outreach.desk_urls")),
    path("", include("nhipcau.outreach.leaders_urls")),
    path("", include("nhipcau.outreach.emergency_urls")),
    path("", include("nhipcau.outreach.money_urls")),
    path("", include("nhipcau.inbox.urls")),
    path("", include("nhipcau.counter.urls")),
    path("", include("nhipcau.counter.dossiers.urls")),
    path("", include("nhipcau.procedures.urls")),
    path("", include("nhipcau.rosters.urls")),
    path("", include("nhipcau.reach.urls")),
    path("", include("nhipcau.procedures.saying_urls")),
    path("", include("nhipcau.circles.urls")),
    path("", include("nhipcau.counter.gap.urls")),
    path("", include("nhipcau.pages.urls")),
    path("", include("nhipcau.pages.speakers.urls")),
    path("", include("nhipcau.pages.desk.urls")),
    path("", include("nhipcau.api.urls")),
    path("", include("nhipcau.replication.urls")),
    path("", include("nhipcau.replication.merger.urls")),
    path("", include("nhipcau.replication.province.urls")),
    path("", include("nhipcau.replication.requests.urls")),
    # Last, whatever is added: the first word of its addresses is any locality's name.
    path("", include("nhipcau.pages.portal.urls")),
]

handler500 = "nhipcau.pages.errors.server_error"
