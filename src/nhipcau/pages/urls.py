"""The shells' own addresses."""

from django.urls import URLPattern, URLResolver, include, path

from nhipcau.pages import call_circles, centres, health, hours, leaving, teams

urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe/", health.health, name="health"),
    path("suc-khoe/nhan-roi/", health.idle, name="idle"),
    path("metrics", health.metrics, name="metrics"),
    path("lam-viec/dia-ban/nop-truc-tuyen/", centres.centres, name="centres"),
    path(
        "lam-viec/dia-ban/nop-truc-tuyen/<int:centre_id>/het/",
        centres.centre_ended,
        name="centre_ended",
    ),
    path(
        "lam-viec/thong-bao/<int:notice_id>/tra-loi/hoi-doan/",
        call_circles.answers_of_circles,
        name="answers_of_circles",
    ),
    path("lam-viec/dia-ban/gio-lam-viec/", hours.hours, name="hours"),
    path("lam-viec/dia-ban/ngay-nghi/", hours.holiday_added, name="holiday_added"),
    path(
        "lam-viec/dia-ban/ngay-nghi/<int:holiday_id>/bo/",
        hours.holiday_dropped,
        name="holiday_dropped",
    ),
    path("lam-viec/can-bo/ngung/<int:staff_id>/", leaving.staff_stop, name="staff_stop"),
    path(
        "lam-viec/lich-truc/thanh-vien/<int:member_id>/roi/", teams.member_left, name="member_left"
    ),
    path("", include("nhipcau.pages.leader.urls")),
    path("", include("nhipcau.pages.handover.urls")),
    path("", include("nhipcau.pages.channels.urls")),
    path("", include("nhipcau.pages.voices.urls")),
    path("", include("nhipcau.pages.posters.urls")),
    path("", include("nhipcau.pages.campaigns.urls")),
]
