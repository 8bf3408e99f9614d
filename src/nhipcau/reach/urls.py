"""Addresses of reach: today, one notice's page, one neighbourhood, doors, reports."""

from django.urls import path

from nhipcau.reach import money_views, views

ONE = "lam-viec/thong-bao/<int:notice_id>/do-phu/"

urlpatterns = [
    path("lam-viec/", views.today_page, name="today"),
    path("lam-viec/chi-phi/", money_views.costs, name="costs"),
    path(ONE, views.reach_page, name="reach"),
    path(f"{ONE}to/<int:neighbourhood_id>/", views.place_page, name="reach_place"),
    path(f"{ONE}nha/", views.doors_page, name="reach_doors"),
    path(f"{ONE}bao-cao.xlsx", views.report_as_xlsx, name="reach_xlsx"),
    path(f"{ONE}bao-cao.pdf", views.report_as_pdf, name="reach_pdf"),
]
