"""The doors and who may pass them."""

from django.urls import path

from nhipcau.people import entrance_views as views

urlpatterns = [
    # The names are those that allauth looks up; none of its own addresses is open.
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("dang-nhap/ma/", views.code, name="mfa_authenticate"),
    path("dang-nhap/da-ngung/", views.inactive, name="account_inactive"),
    path("dang-nhap/thiet-lap/", views.second_factor_setup, name="second_factor_setup"),
    path("dang-nhap/ma-du-phong/", views.recovery_codes, name="recovery_codes"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("moi/<str:token>/", views.invitation, name="invitation"),
    path("dien-thoai/", views.phone_door, name="phone_door"),
    path("dien-thoai/<str:token>/", views.phone_link, name="phone_link"),
]
