"""What people ask about their data; everything the locality owns as a file."""

from django.urls import path

from nhipcau.replication.data_out import views as out
from nhipcau.replication.requests import views

D = "lam-viec/du-lieu/"

urlpatterns = [
    path(D, views.data_requests, name="data_requests"),
    path(D + "moi/", views.data_request_new, name="data_request_new"),
    path(D + "xuat/", out.export_begun, name="data_export_begun"),
    path(D + "xuat/<int:export_id>/", out.data_export, name="data_export"),
    path(D + "xuat/<int:export_id>/tai/", out.export_fetched, name="data_export_fetched"),
    path(D + "<int:request_id>/", views.data_request, name="data_request"),
    path(D + "<int:request_id>/tep/", views.data_request_file, name="data_request_file"),
    path(D + "<int:request_id>/<slug:step>/", views.data_request_act, name="data_request_act"),
]
