"""Việt Nam."""

from datetime import date, time
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nhipcau.country.profile import (
    Addresses,
    Calendar,
    Country,
    Desk,
    Feast,
    IdNumbers,
    Law,
    LegalKind,
    Level,
    Money,
    Phones,
    Units,
    Work,
)

PHONES = Phones(
    region="VN",
    code="84",
    trunk="0",
    mobile=r"(3|5|7|8|9)\d{8}",
    first=4,
    last=3,
    digits=(9, 10),
    # Eleven-digit mobile numbers became ten digits one to one in September 2018 (plan
    # 798/QĐ-BTTTT); old registers still hold them.
    renumbered={
        "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
        "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
        "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
        "0167": "037", "0168": "038", "0169": "039",
        "0186": "056", "0188": "058", "0199": "059",
    },
    renumbered_length=11,
)  # fmt: skip

# Đồng, without decimals: nobody has used xu for decades.
MONEY = Money(
    sign="đ",
    amount="{n} đ",
    after=r"\s?(đ\b|₫|đồng|vnđ|vnd)",
    written=r"[1-9]\d{0,2}(?:\.\d{3})+$",
)

# 12 digits (căn cước), 9 (chứng minh nhân dân), 10 (sổ, thẻ bảo hiểm), 15 signs (thẻ BHYT).
IDS = IdNumbers(
    lettered=(
        r"[A-Za-z]{2}[ .]?\d[ .]?\d{2}[ .]?\d{10}",
        r"[A-Za-z]{2}[ .]?\d[ .]?\d{2}[ .]?\d{2}[ .]?\d{3}[ .]?\d{5}",
    ),
    shapes=(
        r"\d{12}", r"\d{3}([ .])\d{3}\1\d{3}\1\d{3}", r"\d{4}([ .])\d{4}\1\d{4}",
        r"\d{3}([ .])\d\1\d{2}\1\d{6}", r"\d{10}", r"\d{4}([ .])\d{3}\1\d{3}",
        r"\d{3}([ .])\d{3}\1\d{4}", r"\d{9}", r"\d{3}([ .])\d{3}\1\d{3}",
    ),
    like_phones=frozenset({10}),
    words=r"(bao hiem( xa hoi| y te)?|bhxh|bhyt|bhtn|so so|ma so the)\W*(so|la|:)?\W*$",
    in_logs=r"(?<![\w.])0\d{11}(?!\w)",
)  # fmt: skip

WORK = Work(
    days=frozenset(range(5)),
    hours=((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))),
    day_ends=time(17, 0),
    quiet=(time(21, 0), time(6, 0)),
    loudspeaker="05:30-06:30,17:00-19:00",
)

CALENDAR = Calendar(
    code="VN",
    language="en_US",
    feasts=(
        Feast(key="1-1", label=_("Tết Dương lịch 1/1"), on=(1, 1)),
        Feast(key="tet", label=_("Tết Nguyên đán"), name="Lunar New Year"),
        Feast(key="3-2", label=_("ngày thành lập Đảng 3/2"), on=(3, 2)),
        Feast(key="gio-to", label=_("Giỗ Tổ Hùng Vương"), name="Hung Kings' Commemoration Day"),
        Feast(key="30-4", label=_("ngày Giải phóng miền Nam 30/4"), on=(30, 4)),
        Feast(key="1-5", label=_("ngày Quốc tế Lao động 1/5"), on=(1, 5)),
        Feast(key="19-5", label=_("ngày sinh Chủ tịch Hồ Chí Minh 19/5"), on=(19, 5)),
        Feast(key="27-7", label=_("ngày Thương binh – Liệt sĩ 27/7"), on=(27, 7)),
        Feast(key="2-9", label=_("Quốc khánh 2/9"), on=(2, 9)),
        Feast(key="22-12", label=_("ngày thành lập Quân đội 22/12"), on=(22, 12)),
    ),
)

UNITS = Units(
    file=Path(__file__).resolve().parents[1] / "places" / "fixtures" / "units.csv.gz",
    source="vietnamadminunits 1.0.4",
    reform=date(2025, 7, 1),
    levels=(
        Level(key="province", label=_("Cấp tỉnh"), code_length=2),
        Level(key="district", label=_("Cấp huyện"), code_length=3),
        Level(key="commune", label=_("Cấp xã"), code_length=5),
    ),
    kinds=(
        "thị trấn", "thành phố", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã",
    ),
    kind_is_first=True,
    issuer="UBND {unit}",
    lowers_kind=True,
    codes="VN-GSO",  # as the statistics office numbers them
    about=_(
        "Tên, mã và đơn vị kế thừa lấy từ danh mục hành chính cả nước, trước và sau tháng 7/2025."
    ),
    since=_("Từ tháng 7/2025"),
    reuse=_(
        "Một mã giữ nguyên chữ số nhưng có thể chỉ đơn vị khác sau tháng 7/2025, nên mã "
        "luôn đi cùng thời gian."
    ),
)  # fmt: skip

ADDRESSES = Addresses(
    house=r"^(?:so nha|nha so|so|sn|nha)\b[ .:]*",
    alleys=(
        ("ngo", r"\b(?:ngo|ng)\b[ .:]*(?:so\b)?[ .:]*"),
        ("ngach", r"\bngach\b[ .:]*(?:so\b)?[ .:]*"),
        ("hem", r"\b(?:hem|kiet)\b[ .:]*(?:so\b)?[ .:]*"),
        ("duong", r"\b(?:duong|d|pho|p)\b[ .:]*"),
    ),
    # "12 ngõ 4", "Số 12, đường Thanh Niên": where the house ends and the rest begins.
    split=(
        r"^(?P<house>.*?)[\s,;]+(?P<alley>(?:ngõ|ngách|hẻm|kiệt|đường|phố|ng\.|đ\.)\s*.*)$"
    ),
    split_folded=(
        r"^(?P<house>.*?)[\s,;]+(?P<alley>(?:ngo|ngach|hem|kiet|duong|pho)\b.*)$"
    ),
    begins=r"^(?:số nhà|nhà số|số|sn)?[\s.:]*\d",
    place=(
        r"^(?:to dan pho|to dp|tdp|to nhan dan|to|thon|ban|khu pho|khu dan cu|kdc|kp|khu|tieu khu"
        r"|tk|xom|ap|buon|lang)\b[ .:]*(?:so\b)?[ .:]*"
    ),
    neighbourhood="Tổ {name}",
)  # fmt: skip

DESK = Desk(
    # 1.004222 · 1.004222.000.00.00.H03 (the agency that published it stands at the end)
    procedure_code=r"^[1-9]\.\d{6}(?:\.[0-9A-Z]{2,4}){0,6}$",
    procedure_parts=2,
    own_level="Cấp xã",
    own_agency="xã",
    # 000.00.01.H03-230526-0001 · G09.20-230526-0001; other forms exist and are taken as they are.
    dossier_number=r"^(?:[A-Z0-9]{1,3}\.)*([A-Z]\d{2})(?:\.\d{2,3})*-\d{6}-\d{4,}$",
    agency=r"^(?:[A-Z0-9]{1,3}\.)*([A-Z]\d{2})(?:\.\d{2,3})*$",
    # The ten national statuses are ours by number and name; what exports write besides:
    statuses={
        "moi dang ky": 1, "moi nop": 1, "cho tiep nhan": 1,
        "duoc tiep nhan": 2, "da tiep nhan": 2,
        "khong duoc tiep nhan": 3, "tu choi": 3, "tu choi tiep nhan": 3, "khong tiep nhan": 3,
        "dang xu ly": 4, "dang giai quyet": 4,
        "yeu cau bo sung giay to": 5, "yeu cau bo sung": 5, "cho bo sung": 5,
        "yeu cau bo sung ho so": 5,
        "yeu cau thuc hien nghia vu tai chinh": 6, "cho nop phi": 6,
        "cong dan yeu cau rut ho so": 7, "rut ho so": 7, "da rut": 7,
        "dung xu ly": 8, "tam dung": 8, "tam dung xu ly": 8,
        "da xu ly xong": 9, "da co ket qua": 9, "xu ly xong": 9,
        "da tra ket qua": 10, "da tra": 10,
    },
    filed={"truc tiep": 1, "truc tuyen": 2, "buu chinh": 3, "buu dien": 3, "online": 2},
    applicants={
        "cong dan": 0, "ca nhan": 0, "doanh nghiep": 1, "to chuc": 1, "ho kinh doanh": 2,
    },
    yes=frozenset({"1", "co", "x", "da so hoa", "true", "yes"}),
    no=frozenset({"0", "khong", "chua", "chua so hoa", "false", "no"}),
    figures=_(
        "Theo các nhóm chỉ số của Quyết định 766/QĐ-TTg. Đúng hạn tính theo lần hẹn đầu, cộng thời "
        "gian tạm dừng; xin lỗi hẹn lại không làm đúng hạn."
    ),
    figures_name=_("Quyết định 766"),
    head=(_("Cộng hòa xã hội chủ nghĩa Việt Nam"), _("Độc lập – Tự do – Hạnh phúc")),
)  # fmt: skip

# Decree 49/2024/NĐ-CP, article 3(1), on grassroots information: the law's order and words.
LAW = Law(
    kinds=(
        LegalKind(
            number=1, label=_("Đài truyền thanh cấp xã"), carriers=frozenset({"loudspeaker"})
        ),
        LegalKind(number=2, label=_("Bảng tin công cộng"), carriers=frozenset({"board"})),
        LegalKind(
            number=3, label=_("Bản tin thông tin cơ sở"), carriers=frozenset({"bulletin"})
        ),
        LegalKind(number=4, label=_("Tài liệu không kinh doanh"), carriers=frozenset({"sheet"})),
        LegalKind(number=5, label=_("Tuyên truyền trực tiếp"), carriers=frozenset({"visit"})),
        LegalKind(
            number=6,
            label=_("Cổng, trang thông tin điện tử"),
            carriers=frozenset({"portal", "web_push"}),
        ),
        LegalKind(
            number=7,
            label=_("Mạng xã hội, ứng dụng nhắn tin"),
            # E-mail goes over the internet; kind 8 is what telephone operators carry.
            carriers=frozenset(
                {"zalo_oa", "zalo_group", "zalo_template", "zalo_bot", "facebook_page", "relay"}
                | {"email"}
            ),
        ),
        LegalKind(number=8, label=_("Tin nhắn viễn thông"), carriers=frozenset({"sms"})),
    ),
    short=_("Nghị định 49/2024"),
    name=_("Nghị định 49/2024/NĐ-CP"),
    article=_("Nghị định 49/2024/NĐ-CP, Điều 3 khoản 1"),
    heading=_("Theo tám loại hình thông tin cơ sở"),
    reach=_("Tám loại hình thông tin cơ sở, Nghị định 49/2024/NĐ-CP"),
    costs=_("Chi phí theo kênh và theo tám loại hình, Nghị định 49/2024/NĐ-CP"),
    column=_("Loại hình (Nghị định 49/2024)"),
    bulletin=_(
        "Gộp các thông báo đang phát của một kỳ lên giấy A4, hai cột. Loại hình thứ ba theo "
        "Nghị định 49/2024/NĐ-CP."
    ),
)  # fmt: skip

PROFILE = Country(
    code="vn",
    language="vi",
    screens=("vi", "en", "th", "bn"),
    time_zone="Asia/Ho_Chi_Minh",
    spoken={
        "vi": gettext_noop("Tiếng Việt"),
        "tyz": gettext_noop("Tiếng Tày"),
        "nut": gettext_noop("Tiếng Nùng"),
        "ium": gettext_noop("Tiếng Dao"),
        "hmn": gettext_noop("Tiếng Mông"),
        "mlc": gettext_noop("Tiếng Sán Chay"),
        "yue": gettext_noop("Tiếng Hoa"),
    },
    written={
        "vi": "Tiếng Việt", "en": "English", "tyz": "Tày", "nut": "Nùng", "ium": "Dao",
        "hmn": "Hmoob", "th": "ไทย", "bn": "বাংলা",
    },
    phones=PHONES,
    money=MONEY,
    ids=IDS,
    work=WORK,
    calendar=CALENDAR,
    units=UNITS,
    addresses=ADDRESSES,
    desk=DESK,
    law=LAW,
)  # fmt: skip
