"""The desk's pages of dossiers."""

from django.urls import path

from nhipcau.counter.dossiers import figures_views, import_views, views

AT = "lam-viec/ho-so/"

urlpatterns = [
    path(AT, views.dossiers, name="dossier_list"),
    path(f"{AT}moi/", views.new_dossier, name="dossier_new"),
    path(f"{AT}goi-dien/", views.calls, name="dossier_calls"),
    path(f"{AT}goi-dien/<int:message_id>/", views.call_done, name="dossier_call_done"),
    path(f"{AT}nhap/", import_views.imports, name="dossier_imports"),
    path(f"{AT}nhap/<int:batch_id>/", import_views.one_import, name="dossier_import"),
    path(f"{AT}nhap/<int:batch_id>/<slug:name>/", import_views.act, name="dossier_import_act"),
    path(f"{AT}bo-phan/", import_views.settings, name="dossier_desk"),
    path(f"{AT}so-lieu/", figures_views.dossier_figures, name="dossier_figures"),
    path(f"{AT}so-lieu/so-lieu.xlsx", figures_views.export, name="dossier_figures_xlsx"),
    path(f"{AT}<int:dossier_id>/", views.dossier, name="dossier_one"),
    path(f"{AT}<int:dossier_id>/<slug:name>/", views.act, name="dossier_act"),
    path(f"{AT}<int:dossier_id>/<slug:which>.pdf", views.paper, name="dossier_paper"),
]
