"""The inbox: one set of views at two addresses, the console's and the team members' telephones'."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from nhipcau.inbox import (
    arrange_views,
    desk_views,
    end_shift_views,
    faq_views,
    figures_views,
    views,
)
from nhipcau.inbox import question_views as one
from nhipcau.inbox.desk import CONSOLE, PHONE, at_console, on_phone

AT = CONSOLE.lstrip("/")
Guard = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]


def addresses(prefix: str, name: str, guard: Guard) -> list[URLPattern]:
    base = f"{prefix.lstrip('/')}"
    of = f"{base}<int:question_id>/"
    return [
        path(base, guard(views.inbox), name=name),
        path(f"{base}het-ca/", guard(end_shift_views.end_shift), name=f"{name}_end_shift"),
        path(of, guard(one.question), name=f"{name}_question"),
        path(f"{of}tra-loi/", guard(one.answered), name=f"{name}_answer"),
        path(f"{of}chen/", guard(one.inserted), name=f"{name}_insert"),
        path(f"{of}dang-soan/", guard(one.writing), name=f"{name}_writing"),
        path(f"{of}nhan/", guard(one.taken), name=f"{name}_take"),
        path(f"{of}giao/", guard(one.handed), name=f"{name}_hand"),
        path(f"{of}chu-de/", guard(one.topic_given), name=f"{name}_topic"),
        path(f"{of}chuyen/", guard(one.forwarded), name=f"{name}_forward"),
        path(f"{of}hoi-am/", guard(one.came_back), name=f"{name}_back"),
        path(f"{of}ghi-chu/", guard(one.noted), name=f"{name}_note"),
        path(f"{of}dong/", guard(one.closed), name=f"{name}_close"),
        path(f"{of}hoi-dap/", guard(one.to_faq), name=f"{name}_faq"),
        path(f"{of}tin/<int:message_id>/", guard(one.looked_at), name=f"{name}_message"),
    ]


urlpatterns = [
    *addresses(CONSOLE, "inbox", at_console),
    *addresses(PHONE, "team_inbox", on_phone),
    path(f"{AT}ghi/", desk_views.new_question, name="inbox_new"),
    path(f"{AT}hoi-dap/", faq_views.entries, name="inbox_faq"),
    path(f"{AT}hoi-dap/<int:entry_id>/", faq_views.entry, name="inbox_faq_entry"),
    path(f"{AT}hoi-dap/<int:entry_id>/duyet/", faq_views.settled, name="inbox_faq_settled"),
    path(f"{AT}phan-cong/", arrange_views.arrange, name="inbox_arrange"),
    path(f"{AT}phan-cong/loi-may/", arrange_views.words, name="inbox_words"),
    path(f"{AT}phan-cong/them/", arrange_views.topic, name="inbox_topic_new"),
    path(f"{AT}phan-cong/<int:topic_id>/", arrange_views.topic, name="inbox_topic_edit"),
    path(
        f"{AT}phan-cong/<int:topic_id>/thoi/", arrange_views.topic_retired, name="inbox_topic_end"
    ),
    path(f"{AT}so-lieu/", figures_views.figures, name="inbox_figures"),
    path(f"{AT}so-lieu/so-lieu.xlsx", figures_views.export, name="inbox_figures_xlsx"),
]
