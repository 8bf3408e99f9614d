"""Addresses of writing, approving and publishing: the pages of notices that need a plan."""

from django.urls import path

from nhipcau.outreach import approve_views, compose_views

urlpatterns = [
    path("lam-viec/thong-bao/soan/", compose_views.notice_new, name="notice_new"),
    path("lam-viec/thong-bao/soan/xem-truoc/", compose_views.notice_live, name="notice_live"),
    path("lam-viec/thong-bao/<int:notice_id>/sua/", compose_views.notice_edit, name="notice_edit"),
    path(
        "lam-viec/thong-bao/<int:notice_id>/duyet/",
        approve_views.notice_approve,
        name="notice_approve",
    ),
    path(
        "lam-viec/thong-bao/<int:notice_id>/duong/",
        approve_views.notice_route,
        name="notice_route",
    ),
    path(
        "lam-viec/thong-bao/<int:notice_id>/thu-hoi/",
        approve_views.notice_withdraw,
        name="notice_withdraw",
    ),
]
