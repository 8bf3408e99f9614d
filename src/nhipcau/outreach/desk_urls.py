"""Addresses of the ward's hands: tasks, silent leaders, papers, unclear readers of one notice."""

from django.urls import path

from nhipcau.outreach import desk_views as views

ONE = "lam-viec/thong-bao/<int:notice_id>/viec/"

urlpatterns = [
    path(ONE, views.work, name="desk_work"),
    path(f"{ONE}<int:task_id>/", views.task, name="desk_task"),
    path(f"{ONE}to-truong/<int:relay_id>/", views.relay_posted, name="desk_relay"),
    path(f"{ONE}to-giay/<int:sheet_id>/", views.sheet, name="desk_sheet"),
    path(f"{ONE}to-giay/<int:sheet_id>.pdf", views.sheet_pdf, name="desk_sheet_pdf"),
    path(f"{ONE}to-roi/<int:neighbourhood_id>/", views.leaflets, name="desk_leaflets"),
    path(f"{ONE}to-giay/<int:sheet_id>/chua/", views.sheet_not_hung, name="desk_sheet_not_hung"),
    path(f"{ONE}ai-doc/<int:claim_id>/", views.claim, name="desk_claim"),
    path(f"{ONE}bao-giup/<int:said_id>/", views.passed_on, name="desk_passed_on"),
    path(f"{ONE}nha/<int:neighbourhood_id>/", views.share, name="desk_share"),
]
