"""What `nhipcau doctor` asks once the database answers: workers, channels, people, printing."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django_scopes import scope

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.words import words_for
from nhipcau.commands.doctor import Check, Finding, advice, check_workers, ok, wrong
from nhipcau.outreach.leaders import unsure_leaders
from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import CONSOLE_ROLES
from nhipcau.people.staff_queries import places, unreachable
from nhipcau.places.models import Locality
from nhipcau.printing.typeset import HERE


def check_channels() -> Iterator[Finding]:
    for locality in Locality.objects.filter(closed_at__isnull=True, is_office=False):
        with scope(locality=locality):
            for account in Account.objects.exclude(state=Account.State.CLOSED):
                yield _say_account(locality, account)
            if not _with_push():
                yield advice(
                    f"{locality.name} chưa có khoá để gửi thông báo lên máy.",
                    "Trang Kênh, mục Thông báo trên máy: bấm Kết nối.",
                )


def _with_push() -> bool:
    """A disconnected channel has no keys any more."""
    push = Account.objects.filter(kind=ChannelKind.WEB_PUSH)
    return push.exclude(state=Account.State.CLOSED).exists()


def _say_account(locality: Locality, account: Account) -> Finding:
    name = f"{locality.name}: {account.get_kind_display()} {account.name}"
    if account.state == Account.State.WORKING:
        return ok(f"{name} đang hoạt động.")
    what, do = words_for(account.speaks, account.problem or "no-token")
    return wrong(f"{name}: {what}", do)


def check_people() -> Iterator[Finding]:
    wards = list(Locality.objects.filter(closed_at__isnull=True, is_office=False))
    if not wards:
        yield advice("Chưa có địa bàn nào.", "Chạy: nhipcau locality create")
    for locality in wards:
        with scope(locality=locality):
            yield from _check_ward(locality)


def _check_ward(locality: Locality) -> Iterator[Finding]:
    active = Staff.objects.filter(locality=locality, is_active=True)
    if not active.filter(role=Role.ADMIN).exists():
        yield wrong(f"{locality.name} không có quản trị.", "Chạy: nhipcau recover TÊN_ĐĂNG_NHẬP")
    if not active.filter(role=Role.APPROVER).exists():
        yield advice(f"{locality.name} chưa có người duyệt.", "Thêm ở trang Cán bộ.")
    if not active.filter(may_release_urgent=True).exists():
        yield advice(f"{locality.name} chưa giao ai phát khẩn.", "Giao một người ở trang Cán bộ.")
    sealed = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values("user")
    begun = [s for s in active.filter(role__in=CONSOLE_ROLES) if s.has_usable_password()]
    bare = active.filter(pk__in=[s.pk for s in begun]).exclude(pk__in=sealed).count()
    if bare:
        yield advice(
            f"{locality.name}: {bare} cán bộ chưa cài mã xác thực.",
            "Họ sẽ phải cài ở lần đăng nhập tới.",
        )
    leaderless, phoneless = unreachable(places(locality))
    if leaderless:
        yield advice(f"{locality.name}: {len(leaderless)} tổ chưa có tổ trưởng.", "Trang Cán bộ.")
    if phoneless:
        yield advice(
            f"{locality.name}: {len(phoneless)} tổ trưởng chưa đăng ký điện thoại.",
            "Trang Cán bộ, tạo liên kết hoặc mã QR.",
        )
    else:
        yield ok(f"{locality.name}: tổ trưởng nào cũng có điện thoại đã đăng ký.")
    yield from _check_ways(locality)


def _check_ways(locality: Locality) -> Iterator[Finding]:
    unsure = unsure_leaders(locality)
    if unsure.mute:
        yield wrong(
            f"{locality.name}: {len(unsure.mute)} tổ trưởng không tin nhắn nào tới được.",
            "Trang Tổ trưởng; ghi số điện thoại hoặc nối thêm kênh.",
        )
    if unsure.untried:
        yield advice(
            f"{locality.name}: {len(unsure.untried)} tổ trưởng chưa xác nhận cách báo nào.",
            "Nhờ họ mở “Cách báo cho bác” và bấm “Gửi thử”, hoặc mở một lần diễn tập.",
        )
    if not (unsure.mute or unsure.untried):
        yield ok(f"{locality.name}: tổ trưởng nào cũng có cách báo đã xác nhận.")


def check_printing() -> Iterator[Finding]:
    fonts = list((HERE / "fonts").glob("*.ttf"))
    if not fonts:
        yield wrong("Thiếu phông chữ để in.", "Cài lại chương trình.")
    else:
        yield ok(f"{len(fonts)} phông chữ để in.")


WARD_CHECKS: tuple[tuple[str, Check], ...] = (
    ("Tiến trình", check_workers),
    ("Kênh gửi", check_channels),
    ("Con người", check_people),
    ("In ấn", check_printing),
)
