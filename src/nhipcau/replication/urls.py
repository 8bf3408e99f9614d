"""The first day of a new place, and the playbook it works by."""

from django.urls import path

from nhipcau.replication.first_run import choose_views, views
from nhipcau.replication.playbook import views as playbook

B = "lam-viec/bat-dau/"
M = "lam-viec/bo-mau/"

urlpatterns = [
    path(B, views.index, name="first_run"),
    path(B + "dia-ban/", views.unit, name="first_run_dia-ban"),
    path(B + "bo-mau/", choose_views.playbook, name="first_run_bo-mau"),
    path(B + "bo-mau/gui-len/", choose_views.sent, name="first_run_sent"),
    path(B + "so-ho/", views.register, name="first_run_so-ho"),
    path(B + "kenh/", views.channels, name="first_run_kenh"),
    path(B + "nguoi/", views.people, name="first_run_nguoi"),
    path(B + "tin-thu/", views.trial, name="first_run_tin-thu"),
    path(B + "<slug:step>/de-sau/", views.skipped, name="first_run_skipped"),
    path(M, playbook.year, name="playbook"),
    path(M + "tai/", playbook.download, name="playbook_download"),
    path(M + "ngay-nghi/", playbook.holidays, name="playbook_holidays"),
    path(M + "huong-dan/<str:key>/", playbook.guide, name="playbook_guide"),
    path(M + "tep/<str:asset_name>/", playbook.asset, name="playbook_asset"),
]
