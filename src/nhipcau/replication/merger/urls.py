"""Mergers, and the history that they leave."""

from django.urls import path

from nhipcau.replication.merger import history_views, views

urlpatterns = [
    path("lam-viec/dia-ban/sap-nhap/", views.mergers, name="mergers"),
    path("lam-viec/dia-ban/sap-nhap/<int:merger_id>/", views.merger, name="merger"),
    path(
        "lam-viec/dia-ban/sap-nhap/<int:merger_id>/<slug:step>/",
        views.merger_act,
        name="merger_act",
    ),
    path("lam-viec/lich-su/", history_views.history, name="history"),
    path("lam-viec/lich-su/<int:former_id>/", history_views.history_one, name="history_one"),
    path(
        "lam-viec/lich-su/<int:former_id>/thong-bao/<int:notice_id>/",
        history_views.history_notice,
        name="history_notice",
    ),
]
