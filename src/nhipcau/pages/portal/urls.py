"""The residents' portal. Included last: the first word is any locality's name."""

from django.urls import path

from nhipcau.pages.portal import alerts, answers, ask, feed, linking, procedures, push, short, views

urlpatterns = [
    path("t/<slug:code>", short.short_link, name="short_link"),
    path("t/<slug:code>/", short.short_link),
    path("<slug:slug>/", views.home, name="portal_home"),
    path("<slug:slug>/noi/", linking.link_me, name="portal_link"),
    path("<slug:slug>/atom.xml", feed.atom, name="portal_atom"),
    path("<slug:slug>/nhan-tin/", push.page, name="portal_push"),
    path("<slug:slug>/nhan-tin/may/", push.subscribed, name="portal_subscribed"),
    path("<slug:slug>/nhan-tin/thoi/", push.unsubscribed, name="portal_unsubscribed"),
    path("<slug:slug>/nhan-tin/doi/", push.renewed, name="portal_renewed"),
    path("<slug:slug>/may.js", push.worker, name="portal_worker"),
    path("<slug:slug>/ung-dung.webmanifest", push.manifest, name="portal_manifest"),
    path("<slug:slug>/canh-bao.xml", alerts.feed, name="portal_alerts"),
    path("<slug:slug>/canh-bao/<slug:name>.xml", alerts.alert, name="portal_alert"),
    path("<slug:slug>/zalo/", views.zalo, name="portal_zalo"),
    path("<slug:slug>/thu-tuc/", procedures.procedures, name="portal_procedures"),
    path("<slug:slug>/thu-tuc/<str:code>/", procedures.procedure, name="portal_procedure"),
    path(
        "<slug:slug>/thu-tuc/<str:code>/ban-<int:number>/",
        procedures.procedure,
        name="portal_procedure_version",
    ),
    path(
        "<slug:slug>/thu-tuc/<str:code>/ban-<int:number>/in.pdf",
        procedures.paper,
        name="portal_procedure_paper",
    ),
    path("<slug:slug>/thu-tuc/<str:code>/in.pdf", procedures.paper),
    path("<slug:slug>/hoi/", ask.ask, name="portal_ask"),
    path("<slug:slug>/hoi/<slug:tracking>/", ask.question, name="portal_question"),
    path("<slug:slug>/hoi/<slug:tracking>/danh-gia/", ask.rated, name="portal_rate"),
    path("<slug:slug>/hoi-dap/", ask.faq, name="portal_faq"),
    path("<slug:slug>/thong-bao/<int:notice_id>/", views.notice, name="portal_notice"),
    path(
        "<slug:slug>/thong-bao/<int:notice_id>/nghe/<int:recording_id>.mp3",
        views.voice,
        name="portal_voice",
    ),
    path("<slug:slug>/thong-bao/<int:notice_id>/giay/", views.paper, name="portal_paper"),
    path("<slug:slug>/thong-bao/<int:notice_id>/da-doc/", answers.read, name="portal_read"),
    path("<slug:slug>/thong-bao/<int:notice_id>/da-xem/", answers.seen, name="portal_seen"),
    path("<slug:slug>/thong-bao/<int:notice_id>/bao-giup/", answers.passed_on, name="portal_pass"),
    path("<slug:slug>/thong-bao/<int:notice_id>/quen/", answers.not_my_house, name="portal_forget"),
]
