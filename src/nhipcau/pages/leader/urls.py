"""The leader's phone."""

from django.urls import path

from nhipcau.pages.leader import claims, doors, homes, observed, offline, push, sync, views, ways

urlpatterns = [
    path("to/", views.home, name="leader_home"),
    path("to/chuyen-tiep/<int:relay_id>/", views.relay, name="leader_relay"),
    path("to/chuyen-tiep/<int:relay_id>/da-dang/", views.posted, name="leader_posted"),
    path("to/chuyen-tiep/<int:relay_id>/chua-dang/", views.unposted, name="leader_unposted"),
    path("to/con-thieu/<int:version_id>/", observed.unaware, name="leader_observed"),
    path("to/con-thieu/<int:version_id>/da-xem/", observed.mark, name="leader_mark"),
    path("to/con-thieu/<int:version_id>/bo/", observed.unmark, name="leader_unmark"),
    path("to/dang-treo/", views.hanging, name="leader_hanging"),
    path("to/to-giay/<int:sheet_id>/", views.sheet_done, name="leader_sheet"),
    path("to/viec/<int:task_id>/", views.task_done, name="leader_task"),
    path("to/ho/<int:household_id>/", homes.how_told, name="leader_how_told"),
    path("to/nha/dong-bo/", sync.synced, name="leader_sync"),
    path("to/nha/<int:version_id>/", doors.doors, name="leader_doors"),
    path("to/nha/<int:version_id>/<int:visit_id>/", doors.tried, name="leader_tried"),
    path("to/nha/<int:version_id>/<int:visit_id>/den/", doors.on_the_way, name="leader_way"),
    path("to/nha/<int:version_id>/<int:visit_id>/cho/", doors.moved, name="leader_moved"),
    path("to/nha/<int:version_id>/sua/<uuid:try_id>/", doors.undone, name="leader_undone"),
    path("to/hoi/", claims.claims, name="leader_claims"),
    path("to/hoi/<int:claim_id>/", claims.settled, name="leader_settled"),
    path("to/bao-giup/<int:said_id>/", claims.matched, name="leader_matched"),
    path("to/mo/<int:reminder_id>/", ways.opened, name="leader_opened"),
    path("to/cach-bao/", ways.ways, name="my_ways"),
    path("to/cach-bao/<int:way_id>/thu/", ways.tried, name="my_way_test"),
    path("to/cach-bao/<int:way_id>/cho/", ways.moved, name="my_way_moved"),
    path("to/cach-bao/<int:way_id>/bo/", ways.dropped, name="my_way_dropped"),
    path("to/vang/", ways.away, name="my_absence"),
    path("to/vang/<int:absence_id>/ve/", ways.back, name="my_return"),
    path("to/dien-tap/<int:reminder_id>/", ways.drill_answered, name="my_drill"),
    path("da-nhan/<str:token>/", ways.received, name="way_received"),
    path("dien-tap/", ways.drilled, name="drilled"),
    path("dien-tap/<str:code>/", ways.drilled, name="drilled_by"),
    path("to/nhan-tin/", push.page, name="leader_push"),
    path("to/nhan-tin/may/", push.subscribed, name="leader_subscribed"),
    path("to/nhan-tin/thoi/", push.unsubscribed, name="leader_unsubscribed"),
    path("to/may.js", offline.worker, name="leader_worker"),
]
