"""Rosters at the console; one's own shifts at two addresses, the console's and the telephone's."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from nhipcau.people.guards import console, phone
from nhipcau.rosters import feed_views, pattern_views, shift_views, team_views, week_views
from nhipcau.rosters import my_views as my
from nhipcau.rosters.desk import CONSOLE, MINE, OFFICERS, PHONE

AT = CONSOLE.lstrip("/")
Guard = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]


def own(prefix: str, name: str, guard: Guard) -> list[URLPattern]:
    base = prefix.lstrip("/")
    swap, ask = f"{base}doi-ca/<int:swap_id>/", f"{base}nho/<int:ask_id>/"
    return [
        path(base, guard(my.mine), name=name),
        path(f"{base}ca/<int:shift_id>/doi/", guard(my.swap_new), name=f"{name}_swap"),
        path(f"{swap}nhan/", guard(my.swap_accepted), name=f"{name}_swap_accepted"),
        path(f"{swap}tu-choi/", guard(my.swap_refused), name=f"{name}_swap_refused"),
        path(f"{swap}rut/", guard(my.swap_withdrawn), name=f"{name}_swap_withdrawn"),
        path(f"{ask}nhan/", guard(my.ask_accepted), name=f"{name}_ask_accepted"),
        path(f"{ask}tu-choi/", guard(my.ask_refused), name=f"{name}_ask_refused"),
        path(f"{base}to/<int:member_id>/so/", guard(my.phone_shown), name=f"{name}_number"),
        path(f"{base}lich/", guard(my.feed_made), name=f"{name}_feed"),
        path(f"{base}lich/tat/", guard(my.feed_revoked), name=f"{name}_feed_off"),
    ]


urlpatterns = [
    path(AT, week_views.week, name="roster"),
    path(f"{AT}ap-mau/", week_views.applied, name="roster_applied"),
    path(f"{AT}them/", shift_views.shift_new, name="shift_new"),
    path(f"{AT}nho/", shift_views.gap_asked, name="gap_asked"),
    path(f"{AT}ca/<int:shift_id>/", shift_views.shift, name="shift"),
    path(f"{AT}ca/<int:shift_id>/giao/", shift_views.shift_given, name="shift_given"),
    path(f"{AT}ca/<int:shift_id>/bo/", shift_views.shift_dropped, name="shift_dropped"),
    path(f"{AT}mau/", pattern_views.patterns, name="roster_patterns"),
    path(f"{AT}mau/can/", pattern_views.needs_set, name="roster_needs"),
    path(f"{AT}mau/<int:pattern_id>/", pattern_views.pattern, name="roster_pattern"),
    path(f"{AT}mau/<int:pattern_id>/thoi/", pattern_views.pattern_retired, name="pattern_retired"),
    path(f"{AT}mau/dong/<int:line_id>/bo/", pattern_views.line_dropped, name="line_dropped"),
    path(f"{AT}to/", team_views.teams, name="teams"),
    path(f"{AT}to/them/", team_views.team_new, name="team_new"),
    path(f"{AT}to/<int:team_id>/", team_views.team, name="team"),
    path(f"{AT}to/<int:team_id>/them/", team_views.member_added, name="member_added"),
    path(f"{AT}to/<int:team_id>/giai-the/", team_views.team_closed, name="team_closed"),
    path(f"{AT}thanh-vien/<int:member_id>/", team_views.member, name="member"),
    *own(MINE, "my_roster", console(*OFFICERS)),
    *own(PHONE, "phone_roster", phone),
    path("lich/<str:token>/ca-truc.ics", feed_views.calendar, name="calendar"),
]
