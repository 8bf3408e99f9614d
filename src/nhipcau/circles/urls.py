"""Circles: one set of views at three addresses (desk.py), and the doors."""

from collections.abc import Callable

from django.urls import URLPattern, path

from nhipcau.circles import chair_views, door_views, member_views, views
from nhipcau.circles.desk import CONSOLE, DOOR, PHONE, View, at_console, at_door, on_phone


def addresses(prefix: str, name: str, guard: Callable[[View], View]) -> list[URLPattern]:
    base = prefix.lstrip("/")
    of = f"{base}<int:circle_id>/"
    one = f"{of}tin/<int:notice_id>/"
    return [
        path(of, guard(views.circle), name=f"{name}_circle"),
        path(f"{of}soan/", guard(views.written), name=f"{name}_circle_write"),
        path(one, guard(views.notice), name=f"{name}_circle_notice"),
        path(f"{one}sua/", guard(views.written), name=f"{name}_circle_revise"),
        path(f"{one}lam/", guard(views.acted), name=f"{name}_circle_act"),
        path(f"{of}chu-tri/", guard(chair_views.chair_acted), name=f"{name}_circle_chair"),
        path(f"{of}dong/", guard(chair_views.closed), name=f"{name}_circle_close"),
        path(
            f"{of}cap-duoi/<int:below_id>/",
            guard(chair_views.appointed),
            name=f"{name}_circle_below",
        ),
        path(f"{of}nguoi/", guard(member_views.members), name=f"{name}_circle_members"),
        path(
            f"{of}nguoi/<int:member_id>/",
            guard(member_views.member_acted),
            name=f"{name}_circle_member",
        ),
    ]


urlpatterns = [
    path(CONSOLE.lstrip("/"), at_console(views.circles), name="circles"),
    path(PHONE.lstrip("/"), on_phone(views.circles), name="phone_circles"),
    path(f"{DOOR.lstrip('/')}cua-toi/", at_door(views.circles), name="door_circles"),
    path(DOOR.lstrip("/"), door_views.door, name="circle_door"),
    path(f"{DOOR.lstrip('/')}mo/", door_views.word, name="circle_word"),
    path(f"{DOOR.lstrip('/')}vao/<str:token>/", door_views.enter, name="circle_enter"),
    path(f"{CONSOLE.lstrip('/')}lap/", member_views.found, name="circle_found"),
    path(
        f"{CONSOLE.lstrip('/')}lap/<int:circle_id>/",
        member_views.known_acted,
        name="circle_known",
    ),
    *addresses(CONSOLE, "desk", at_console),
    *addresses(PHONE, "phone", on_phone),
    *addresses(DOOR, "door", at_door),
]
