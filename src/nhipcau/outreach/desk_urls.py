"""Addresses of the ward's hands: tasks, silent leaders, papers, unclear readers of one notice."""

from django.urls import path

from nhipcau.outreach import bulletin_views
from nhipcau.outreach import desk_views as views

ONE = "lam-viec/thong-bao/<int:notice_id>/viec/"

urlpatterns = [
    path(ONE, views.work, name="desk_work"),
    path(f"{ONE}<int:task_id>/", views.task, name="desk_task"),
    path(f"{ONE}to-truong/<int:relay_id>/", views.relay_posted, name="desk_relay"),
    path("lam-viec/thong-bao/ban-tin/", bulletin_views.bulletins, name="bulletins"),
    path(
        "lam-viec/thong-bao/ban-tin/<int:bulletin_id>.pdf",
        bulletin_views.bulletin_pdf,
        name="bulletin_pdf",
    ),
    path(
        "lam-viec/thong-bao/ban-tin/<int:bulletin_id>/",
        bulletin_views.bulletin_issued,
        name="bulletin_issued",
    ),
    path("lam-viec/thong-bao/dang-treo/", views.hanging, name="desk_hanging"),
    path(f"{ONE}to-giay/them/", views.sheet_add, name="desk_sheet_add"),
    path(f"{ONE}to-giay/<int:sheet_id>/", views.sheet, name="desk_sheet"),
    path(f"{ONE}to-giay/<int:sheet_id>.pdf", views.sheet_pdf, name="desk_sheet_pdf"),
    path(f"{ONE}to-roi/<int:neighbourhood_id>/", views.leaflets, name="desk_leaflets"),
    path(f"{ONE}to-giay/<int:sheet_id>/chua/", views.sheet_not_hung, name="desk_sheet_not_hung"),
    path(f"{ONE}ai-doc/<int:claim_id>/", views.claim, name="desk_claim"),
    path(f"{ONE}bao-giup/<int:said_id>/", views.passed_on, name="desk_passed_on"),
    path(f"{ONE}nha/<int:neighbourhood_id>/", views.share, name="desk_share"),
]
