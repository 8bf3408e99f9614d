"""Addresses of calls to act: what came of one, and calls that come again."""

from django.urls import path

from nhipcau.outreach import call_views, series_views

ONE = "lam-viec/thong-bao/<int:notice_id>/tra-loi/"
SERIES = "lam-viec/thong-bao/lich/"

urlpatterns = [
    path(ONE, call_views.answers, name="answers"),
    path(f"{ONE}to/<int:neighbourhood_id>/", call_views.answers_of_place, name="answers_of_place"),
    path(f"{ONE}ho/<int:household_id>/thoi-ten/", call_views.no_names, name="answers_no_names"),
    path(f"{ONE}cam-on/", call_views.thanked, name="thanked"),
    path(f"{ONE}go-cam-on/", call_views.thanks_taken_back, name="thanks_taken_back"),
    path("lam-viec/anh/<int:photo_id>/", call_views.photo, name="call_photo"),
    path(
        "lam-viec/anh/<int:photo_id>/<slug:action>/",
        call_views.photo_acted,
        name="call_photo_acted",
    ),
    path(SERIES, series_views.series_list, name="series_list"),
    path(f"{SERIES}them/", series_views.series_new, name="series_new"),
    path(f"{SERIES}<int:series_id>/", series_views.series_one, name="series_one"),
    path(f"{SERIES}<int:series_id>/sua/", series_views.series_edit, name="series_edit"),
    path(f"{SERIES}<int:series_id>/<slug:step>/", series_views.series_step, name="series_step"),
]
