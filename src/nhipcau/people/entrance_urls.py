"""The doors and who may pass them."""

from django.urls import path

from nhipcau.people import demo, oidc
from nhipcau.people import entrance_views as views
from nhipcau.people import staff_views as staff

urlpatterns = [
    # The names are those that allauth looks up; none of its own addresses is open.
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("dang-nhap/ma/", views.code, name="mfa_authenticate"),
    path("dang-nhap/da-ngung/", views.inactive, name="account_inactive"),
    path("dang-nhap/thiet-lap/", views.second_factor_setup, name="second_factor_setup"),
    path("dang-nhap/ma-du-phong/", views.recovery_codes, name="recovery_codes"),
    path("dang-nhap/tinh/", oidc.to_provider, name="oidc"),
    path(
        "dang-nhap/tinh/ve/",
        oidc.from_provider,
        {"provider_id": oidc.PROVIDER},
        name="openid_connect_callback",
    ),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("moi/<str:token>/", views.invitation, name="invitation"),
    path("dien-thoai/", views.phone_door, name="phone_door"),
    path("dien-thoai/<str:token>/", views.phone_link, name="phone_link"),
    path("demo/vao/<str:username>/", demo.enter, name="demo_enter"),
    path("lam-viec/can-bo/", staff.staff_list, name="staff_list"),
    path("lam-viec/can-bo/them/", staff.staff_new, name="staff_new"),
    path("lam-viec/can-bo/to-phieu/", staff.leader_sheets, name="leader_sheets"),
    path("lam-viec/can-bo/lien-ket/", staff.staff_link, name="staff_link"),
    path("lam-viec/can-bo/<int:staff_id>/", staff.staff_one, name="staff_one"),
    path("lam-viec/can-bo/<int:staff_id>/thong-tin/", staff.staff_describe, name="staff_describe"),
    path("lam-viec/can-bo/<int:staff_id>/dinh-danh/", staff.staff_identity, name="staff_identity"),
    path("lam-viec/can-bo/<int:staff_id>/vai-tro/", staff.staff_role, name="staff_role"),
    path("lam-viec/can-bo/<int:staff_id>/<slug:action>/", staff.staff_act, name="staff_act"),
    path("lam-viec/can-bo/dien-thoai/<int:device_id>/", staff.phone_revoke, name="phone_revoke"),
]
