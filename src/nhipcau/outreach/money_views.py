"""The budget and the prices: shown to the console, set by the admin or an approver."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nhipcau.channels.models import Account, ChannelKind, Price
from nhipcau.channels.prices import PriceLine, end_price, prices_on, set_price
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.outreach.limits import MOST, Limits, limits_of, month_of, set_budget
from nhipcau.outreach.models import Budget
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role
from nhipcau.text.dates import say_date

MAY_SET = (Role.ADMIN, Role.APPROVER)
DAY = {"type": "date"}


class BudgetForm(forms.Form):
    month_vnd = forms.IntegerField(
        label=gettext_lazy("Ngân sách mỗi tháng (đồng)"),
        help_text=gettext_lazy("Để trống là không giới hạn. Hết tiền thì máy dừng nhắn."),
        min_value=0, max_value=MOST, required=False,
    )  # fmt: skip
    reserve_vnd = forms.IntegerField(
        label=gettext_lazy("Để dành khi khẩn cấp (đồng)"),
        help_text=gettext_lazy("Nằm trong ngân sách tháng; thông báo thường không được dùng."),
        min_value=0, max_value=MOST, required=False,
    )  # fmt: skip
    notice_vnd = forms.IntegerField(
        label=gettext_lazy("Nhiều nhất cho một thông báo (đồng)"),
        help_text=gettext_lazy("Để trống là không giới hạn. Tin khẩn cấp không bị chặn ở mức này."),
        min_value=0, max_value=MOST, required=False,
    )  # fmt: skip
    month = forms.ChoiceField(
        label=gettext_lazy("Áp dụng"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, this_month: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number, year = int(this_month[5:]), this_month[:4]
        only = _("Chỉ tháng %(month)d/%(year)s") % {"month": number, "year": year}
        field = cast(forms.ChoiceField, self.fields["month"])
        field.choices = [("", _("Mọi tháng")), (this_month, only)]


class PriceForm(forms.Form):
    what = forms.ChoiceField(label=gettext_lazy("Kênh"))
    unit = forms.ChoiceField(label=gettext_lazy("Tính theo"), choices=Price.Unit.choices)
    vnd = forms.IntegerField(label=gettext_lazy("Giá (đồng)"), min_value=0, max_value=1_000_000)
    valid_from = forms.DateField(
        label=gettext_lazy("Từ ngày"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Đến hết ngày"),
        help_text=gettext_lazy("Để trống: cho đến khi có giá khác."),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = {
            f"account:{account.pk}": account
            for account in Account.objects.exclude(state=Account.State.CLOSED).order_by("name")
        }
        own = [(key, account.name) for key, account in self.accounts.items()]
        field = cast(forms.ChoiceField, self.fields["what"])
        field.choices = [
            (_("Từng tài khoản"), own),
            (_("Cả loại kênh"), [(f"kind:{k}", label) for k, label in ChannelKind.choices]),
        ]

    def line(self) -> PriceLine:
        given = self.cleaned_data
        account = self.accounts.get(given["what"])
        kind = account.kind if account else given["what"].partition(":")[2]
        return PriceLine(
            kind, given["unit"], given["vnd"], given["valid_from"], given["valid_until"], account
        )


@console()
def budget(request: HttpRequest) -> HttpResponse:
    staff, month = me(request), month_of(civil_now())
    may_set = staff.role in MAY_SET
    now = limits_of(staff.locality_id, month)
    initial = {"month_vnd": now.month, "reserve_vnd": now.reserve, "notice_vnd": now.notice}
    form = BudgetForm(request.POST or None, initial=initial, this_month=month)
    if request.method == "POST" and may_set and form.is_valid():
        given = form.cleaned_data
        limits = Limits(given["month_vnd"], given["reserve_vnd"] or 0, given["notice_vnd"])
        try:
            set_budget(staff.locality, limits, by=staff.actor, month=given["month"])
        except DomainError as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            messages.success(request, _("Đã lưu ngân sách."))
            return redirect("costs")
    rows = Budget.objects.order_by("-month")
    context = {"form": form, "may_set": may_set, "rows": rows, "month": month}
    is_wrong = bool(form.is_bound and form.errors)
    return render(request, "outreach/budget.html", context, status=422 if is_wrong else 200)


@console()
def prices(request: HttpRequest) -> HttpResponse:
    staff, today = me(request), local(civil_now()).date()
    may_set = staff.role in MAY_SET
    form = PriceForm(request.POST or None, initial={"valid_from": today})
    if request.method == "POST" and may_set and form.is_valid():
        try:
            price = set_price(staff.locality, form.line(), by=staff.actor)
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            said = _("Đã lưu giá, có hiệu lực từ %(day)s.") % {"day": say_date(price.valid_from)}
            messages.success(request, said)
            return redirect("prices")
    context = {
        "form": form,
        "may_set": may_set,
        "rows": [_line(price, today) for price in prices_on(today)],
        "undated": Account.objects.filter(price_vnd__gt=0, prices=None).exclude(
            state=Account.State.CLOSED
        ),
    }
    is_wrong = bool(form.is_bound and form.errors)
    return render(request, "outreach/prices.html", context, status=422 if is_wrong else 200)


@require_POST
@console(*MAY_SET)
def one_price(request: HttpRequest, price_id: int) -> HttpResponse:
    """Its last day is today; one that has not begun goes away."""
    price = get_object_or_404(Price, pk=price_id)
    try:
        end_price(price, on=local(civil_now()).date(), by=me(request).actor)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Giá này hết hiệu lực sau hôm nay."))
    return redirect("prices")


def _line(price: Price, today: date) -> tuple[Price, str, bool]:
    name = price.account.name if price.account else str(ChannelKind(price.kind).label)
    return price, name, price.valid_from > today
