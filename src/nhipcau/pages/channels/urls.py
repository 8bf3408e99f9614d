"""The admin's pages of the ward's channels."""

from django.urls import path

from nhipcau.pages.channels import comments, template_views, views, zalo

urlpatterns = [
    path("lam-viec/kenh/", views.channel_list, name="channel_list"),
    path("lam-viec/kenh/them/<str:kind>/", views.channel_new, name="channel_new"),
    path("lam-viec/kenh/<int:account_id>/", views.channel_one, name="channel_one"),
    path("lam-viec/binh-luan/", comments.all_pages, name="comments_home"),
    path("lam-viec/binh-luan/<int:account_id>/", comments.comments, name="channel_comments"),
    path(
        "lam-viec/binh-luan/<int:account_id>/<int:comment_id>/tra-loi/",
        comments.answered,
        name="channel_comment_answered",
    ),
    path(
        "lam-viec/binh-luan/<int:account_id>/<int:comment_id>/hop-thu/",
        comments.asked,
        name="channel_comment_asked",
    ),
    path(
        "lam-viec/binh-luan/<int:account_id>/<int:comment_id>/an/",
        comments.hidden,
        name="channel_comment_hidden",
    ),
    path("lam-viec/kenh/<int:account_id>/kiem-tra/", views.channel_check, name="channel_check"),
    path("lam-viec/kenh/<int:account_id>/ngung/", views.channel_stop, name="channel_stop"),
    path("lam-viec/kenh/<int:account_id>/nhan-tin/", template_views.listen, name="bot_listen"),
    path("lam-viec/kenh/<int:account_id>/mau-tin/doc/", template_views.read, name="templates_read"),
    path(
        "lam-viec/kenh/<int:account_id>/mau-tin/<int:template_id>/",
        template_views.template_one,
        name="template_one",
    ),
    path("lam-viec/kenh/<int:account_id>/cach-gui/", zalo.sender, name="zalo_sender"),
    path("lam-viec/kenh/<int:account_id>/cap-quyen/", zalo.begin, name="zalo_begin"),
    path("lam-viec/kenh/<int:account_id>/cap-quyen/xong/", zalo.finish, name="zalo_finish"),
    path("lam-viec/kenh/<int:account_id>/chu-ky/", zalo.signature, name="zalo_signature"),
]
