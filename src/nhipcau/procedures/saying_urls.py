"""The console page of the ward's own words."""

from django.urls import path

from nhipcau.procedures import saying_views

urlpatterns = [
    path("lam-viec/thu-tuc/loi-dan/", saying_views.sayings, name="sayings"),
    path(
        "lam-viec/thu-tuc/loi-dan/<int:saying_id>/bo/",
        saying_views.saying_remove,
        name="saying_remove",
    ),
]
