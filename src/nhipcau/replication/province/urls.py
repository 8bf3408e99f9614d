"""A province's desk, and what its wards see of it."""

from django.urls import path

from nhipcau.replication.province import issue_views as issue
from nhipcau.replication.province import push_views as push
from nhipcau.replication.province import views
from nhipcau.replication.province import ward_views as ward

urlpatterns = [
    path("tinh/", views.side, name="province"),
    path("tinh/dia-ban/<int:ward_id>/", views.ward, name="province_ward"),
    path("tinh/thong-bao/", issue.issued_list, name="issued_list"),
    path("tinh/thong-bao/soan/", issue.issue_new, name="issue_new"),
    path("tinh/thong-bao/<int:issued_id>/", issue.issued, name="issued"),
    path("tinh/thong-bao/<int:issued_id>/<slug:step>/", issue.issued_act, name="issued_act"),
    path("tinh/thu-tuc/", push.pushes, name="pushes"),
    path("tinh/thu-tuc/<int:procedure_id>/dua-xuong/", push.push_one, name="push_one"),
    path("tinh/thu-tuc/lan/<int:push_id>/", push.push, name="push"),
    path("lam-viec/tinh/", ward.from_province, name="from_province"),
    path("lam-viec/tinh/cach-lam/", ward.ward_story, name="ward_story"),
    path(
        "lam-viec/tinh/<int:came_id>/<slug:step>/",
        ward.from_province_act,
        name="from_province_act",
    ),
]
