"""Webhooks."""

from django.urls import path

from nhipcau.channels import views

urlpatterns = [
    path("wh/zalo/", views.zalo, name="webhook_zalo"),
    path("wh/zalo-bot/<str:key>/", views.zalo_bot, name="webhook_zalo_bot"),
    path("wh/facebook/", views.facebook, name="webhook_facebook"),
    path("wh/push/<str:key>/", views.push, name="webhook_push"),
    path("wh/sms/<str:key>/", views.sms, name="webhook_sms"),
]
