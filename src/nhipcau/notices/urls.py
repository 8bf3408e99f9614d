"""Addresses of notices that need no plan; outreach has the compose and approve pages."""

from django.urls import path

from nhipcau.notices import views

urlpatterns = [
    path("lam-viec/thong-bao/", views.notice_list, name="notice_list"),
    path("lam-viec/thong-bao/mau/", views.starter_list, name="starter_list"),
    path("lam-viec/thong-bao/<int:notice_id>/", views.notice_read, name="notice_read"),
    path("lam-viec/thong-bao/<int:notice_id>/giay/", views.notice_source, name="notice_source"),
    path("lam-viec/thong-bao/<int:notice_id>/giu-mau/", views.starter_new, name="starter_new"),
    path(
        "lam-viec/thong-bao/<int:notice_id>/<slug:paper>.pdf",
        views.notice_paper,
        name="notice_paper",
    ),
    path(
        "lam-viec/thong-bao/<int:notice_id>/buoc/<slug:step>/",
        views.notice_step,
        name="notice_step",
    ),
]
