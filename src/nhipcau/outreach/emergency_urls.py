"""Addresses of emergencies: the buttons, one alarm, the drill, alerts of others."""

from django.urls import path

from nhipcau.outreach import emergency_views as views
from nhipcau.outreach import feed_views

HERE = "lam-viec/khan-cap/"

urlpatterns = [
    path(HERE, views.home, name="emergency"),
    path(f"{HERE}bao/<slug:hazard>/", views.raise_one, name="emergency_raise"),
    path(f"{HERE}tin/<int:notice_id>/", views.from_alert, name="emergency_alert"),
    path(f"{HERE}dien-tap/", views.drill, name="emergency_drill"),
    path(f"{HERE}dien-tap/ai/", views.members, name="emergency_members"),
    path(f"{HERE}nguon/", feed_views.feeds, name="emergency_feeds"),
    path(f"{HERE}nguon/<int:feed_id>/", feed_views.one_feed, name="emergency_feed"),
]
