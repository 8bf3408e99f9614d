"""Households, groups, the ward itself; the leader's group; where a group's QR leads."""

from django.urls import path, register_converter

from nhipcau.people import (
    code_views,
    group_views,
    household_views,
    join_views,
    letter_views,
    member_views,
    oa_views,
    place_views,
)
from nhipcau.people.register import views as register

H = "lam-viec/ho-dan/"
G = "lam-viec/nhom/"
P = "lam-viec/dia-ban/"


class Moved:
    regex = "da-di|tro-lai"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Stopped(Moved):
    regex = "ngung|tiep"


register_converter(Moved, "moved")
register_converter(Stopped, "stopped")

urlpatterns = [
    path("thu/ngung/<str:token>/", letter_views.stop, name="letters_stop"),
    path(H, household_views.people_home, name="people_home"),
    path(H + "nhap/", register.register_home, name="register_home"),
    path(H + "nhap/mau.xlsx", register.register_sample, name="register_sample"),
    path(H + "nhap/<int:batch_id>/", register.register_batch, name="register_batch"),
    path(H + "nhap/<int:batch_id>/ghi/", register.register_apply, name="register_apply"),
    path(H + "nhap/<int:batch_id>/bo/", register.register_drop, name="register_drop"),
    path(H + "to/<int:place_id>/", household_views.neighbourhood, name="neighbourhood"),
    path(H + "<int:household_id>/", household_views.household, name="household"),
    path(H + "<int:household_id>/sua/", household_views.household_edit, name="household_edit"),
    path(H + "<int:household_id>/ma/", code_views.household_code, name="household_code"),
    path(H + "<int:household_id>/so/", household_views.phone_add, name="phone_add"),
    path(
        H + "<int:household_id>/<moved:action>/",
        household_views.household_moved,
        name="household_moved",
    ),
    path(
        H + "lien-lac/<int:contact_id>/<stopped:action>/",
        household_views.contact_act,
        name="contact_act",
    ),
    path(H + "nguoi/<int:resident_id>/xoa/", household_views.person_erase, name="person_erase"),
    path(G, group_views.groups, name="groups"),
    path(G + "moi/", group_views.group_new, name="group_new"),
    path(G + "<int:group_id>/", group_views.group, name="group"),
    path(G + "<int:group_id>/sua/", group_views.group_describe, name="group_describe"),
    path(G + "<int:group_id>/oa/", oa_views.group_oa, name="group_oa"),
    path(G + "<int:group_id>/oa/ma-noi.pdf", code_views.group_codes, name="group_codes"),
    path(G + "<int:group_id>/oa/<slug:action>/", oa_views.group_oa_act, name="group_oa_act"),
    path(G + "ma-cua-toi/", code_views.my_zalo_code, name="my_zalo_code"),
    path(G + "<int:group_id>/to-moi.pdf", group_views.group_poster, name="group_poster"),
    path(G + "<int:group_id>/<slug:action>/", group_views.group_act, name="group_act"),
    path(P, place_views.place, name="place"),
    path(P + "sua/", place_views.place_settings, name="place_settings"),
    path(P + "to/", place_views.place_add, name="place_add"),
    path(P + "to/<int:place_id>/", place_views.place_rename, name="place_rename"),
    path(
        "lam-viec/dia-ban/to/<int:place_id>/loa-keng/", place_views.place_means, name="place_means"
    ),
    path("to/nhom/", member_views.my_group, name="my_group"),
    path("to/nhom/lap/", member_views.my_group_found, name="my_group_found"),
    path("to/nhom/sua/", member_views.my_group_describe, name="my_group_describe"),
    path("to/nhom/thanh-vien/", member_views.my_members, name="my_members"),
    path("to/nhom/oa/", oa_views.my_oa, name="my_oa"),
    path("to/nhom/oa/<slug:action>/", oa_views.my_oa_act, name="my_oa_act"),
    path("to/nhom/ma/", code_views.my_code, name="my_code"),
    path("to/nhom/ma-qr/", member_views.my_qr, name="my_qr"),
    path("to/nhom/to-moi.pdf", member_views.my_poster, name="my_poster"),
    path("to/nhom/<slug:action>/", member_views.my_group_act, name="my_group_act"),
    path("vao-nhom/<str:code>/", join_views.join, name="join"),
]
