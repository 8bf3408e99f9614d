"""The catalogue's addresses at the desk."""

from django.urls import path

from nhipcau.procedures import edit_views, import_views, views

DESK = "lam-viec/thu-tuc"
urlpatterns = [
    path(f"{DESK}/", views.catalogue, name="catalogue"),
    path(f"{DESK}/them/", edit_views.procedure_new, name="procedure_new"),
    path(f"{DESK}/nhap/", import_views.catalogue_import, name="catalogue_import"),
    path(f"{DESK}/nhap/<int:file_id>/", import_views.catalogue_file, name="catalogue_file"),
    path(f"{DESK}/nhap/<int:file_id>/ghi/", import_views.catalogue_apply, name="catalogue_apply"),
    path(f"{DESK}/nhap/<int:file_id>/bo/", import_views.catalogue_drop, name="catalogue_drop"),
    path(f"{DESK}/<int:procedure_id>/", views.procedure, name="procedure"),
    path(f"{DESK}/<int:procedure_id>/so-sanh/", views.compare, name="procedure_compare"),
    path(f"{DESK}/<int:procedure_id>/sua/", edit_views.procedure_edit, name="procedure_edit"),
    path(f"{DESK}/<int:procedure_id>/ngung/", edit_views.procedure_retire, name="procedure_retire"),
    path(
        f"{DESK}/<int:procedure_id>/mo-lai/",
        edit_views.procedure_restore,
        name="procedure_restore",
    ),
]
