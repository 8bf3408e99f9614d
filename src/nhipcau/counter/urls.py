"""The desk: one set of views at two addresses, the console's and the team members' telephones'."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from nhipcau.counter import appointment_views, arrange_views, assist_views, figures_views, views
from nhipcau.counter.desk import ASSISTS, CONSOLE, PHONE, PHONE_ASSISTS, at_console, on_phone
from nhipcau.people.guards import phone

AT = CONSOLE.lstrip("/")
Guard = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]


def of_desk(prefix: str, name: str, guard: Guard) -> list[URLPattern]:
    base = prefix.lstrip("/")
    coming = appointment_views
    return [
        path(base, guard(views.desk), name=name),
        path(f"{base}lay-so/", guard(views.taken), name=f"{name}_take"),
        path(
            f"{base}cua/<int:window_id>/<slug:step>/",
            guard(views.window_step),
            name=f"{name}_window",
        ),
        path(
            f"{base}so/<int:ticket_id>/<slug:step>/",
            guard(views.ticket_step),
            name=f"{name}_ticket",
        ),
        path(f"{base}hen/", guard(coming.appointments), name=f"{name}_appointments"),
        path(
            f"{base}hen/<int:appointment_id>/<slug:step>/",
            guard(coming.appointment_step),
            name=f"{name}_appointment",
        ),
        path(f"{base}so-lieu/", guard(figures_views.figures_page), name=f"{name}_figures"),
    ]


def of_assists(prefix: str, name: str, guard: Guard) -> list[URLPattern]:
    base = prefix.lstrip("/")
    return [
        path(base, guard(assist_views.assists), name=name),
        path(f"{base}bat-dau/", guard(assist_views.started), name=f"{name}_start"),
        path(f"{base}dong-bo/", guard(assist_views.synced), name=f"{name}_sync"),
        path(f"{base}<int:assist_id>/", guard(assist_views.assist), name=f"{name}_one"),
        path(f"{base}<int:assist_id>/bo/", guard(assist_views.dropped), name=f"{name}_drop"),
    ]


urlpatterns = [
    *of_assists(ASSISTS, "assists", at_console),
    *of_assists(PHONE_ASSISTS, "my_assists", phone),
    *of_desk(CONSOLE, "desk", at_console),
    *of_desk(PHONE, "team_desk", on_phone),
    path(f"{AT}cai-dat/", arrange_views.arrange, name="desk_arrange"),
    path(f"{AT}cai-dat/bat-dau/", arrange_views.begun, name="desk_begin"),
    path(f"{AT}cai-dat/viec/<int:kind_id>/", arrange_views.kind_page, name="desk_kind"),
    path(f"{AT}cai-dat/viec/<int:kind_id>/bo/", arrange_views.kind_ended, name="desk_kind_end"),
    path(
        f"{AT}cai-dat/quay/<int:window_id>/bo/",
        arrange_views.window_ended,
        name="desk_window_end",
    ),
    path(
        f"{AT}cai-dat/may/<int:key_id>/<slug:step>/", arrange_views.key_step, name="desk_key_step"
    ),
]
