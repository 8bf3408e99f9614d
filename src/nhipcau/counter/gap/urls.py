"""The gap: on a team member's phone, and at the ward."""

from django.urls import path

from nhipcau.counter.gap import phone_views, views

urlpatterns = [
    path("to/cung-hoc/", phone_views.homes, name="gap_homes"),
    path("to/cung-hoc/<int:household_id>/", phone_views.visit, name="gap_visit"),
    path("to/cung-hoc/buoi/<int:visit_id>/bo/", phone_views.undone, name="gap_undone"),
    path("lam-viec/khoang-cach/", views.gap, name="gap"),
    path("lam-viec/khoang-cach/to/<int:neighbourhood_id>/", views.place, name="gap_place"),
    path("lam-viec/khoang-cach/to/<int:neighbourhood_id>/xa/", views.remote, name="gap_remote"),
]
