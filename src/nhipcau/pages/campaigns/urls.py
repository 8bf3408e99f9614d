"""Campaigns and their take-up."""

from django.urls import path

from nhipcau.pages.campaigns import views

urlpatterns = [
    path("lam-viec/khoang-cach/dot/", views.campaigns, name="campaigns"),
    path("lam-viec/khoang-cach/dot/<int:campaign_id>/", views.campaign, name="campaign"),
    path(
        "lam-viec/khoang-cach/dot/<int:campaign_id>/huy/",
        views.cancelled,
        name="campaign_cancelled",
    ),
]
