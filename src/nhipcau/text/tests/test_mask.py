import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.text.mask import has_ids, mask_ids
from nhipcau.text.money import say_money
from nhipcau.text.phones import show_local, to_e164


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("CCCD 006203004567 cấp năm 2021", "CCCD •••••••••567 cấp năm 2021"),
        ("số 006 203 004 567.", "số •••••••••567."),
        ("006.203.004.567", "•••••••••567"),
        ("CMND 095123456, sinh 1970", "CMND ••••••456, sinh 1970"),
        ("cmt 095 123 456", "cmt ••••••456"),
        ("sổ BHXH 6121234567", "sổ BHXH •••••••567"),
        ("mã số bảo hiểm xã hội: 0912345678", "mã số bảo hiểm xã hội: •••••••678"),
        ("thẻ GD4060121234567 hết hạn", "thẻ ••••••••••••567 hết hạn"),
        ("thẻ GD 4 06 0121234567", "thẻ ••••••••••••567"),
        ("DN 4 06 01 212 34567", "••••••••••••567"),
        ("thẻ 4111 1111 1111 1111 nhé", "thẻ •••••••••••••111 nhé"),
        ("9704-1234-5678-9015", "•••••••••••••015"),
        ("CCCD ００６２０３００４５６７", "CCCD •••••••••５６７"),
    ],
)
def test_identity_and_insurance_numbers_are_hidden(text, masked):
    assert mask_ids(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "gọi 0912345678 nhé",
        "gọi 0912 345 678 hoặc 0209 3870 123",
        "+84 912 345 678, +84912345678, (+84) 912 345 678",
        "ngày 26/05/2023 lúc 16:30, 26.05.2023 07:00, 26-05-2023",
        "hồ sơ H03.12-230526-0001 và 000.12.34.H03-230526-0001",
        "thủ tục 1.004222, công văn 4316/UBND-VP",
        "nộp 100.000.000 đ, 1.250.000.000 đồng, 100 000 000 đồng",
        "STK 19001234567890123, số lượng 12345678",
        "STK 4111111111111112, mã đơn 9704123456789016",
    ],
)
def test_other_numbers_are_left(text):
    assert mask_ids(text) == text


WORDS = st.sampled_from(["", "tôi là ", "số ", "Kính gửi UBND phường, ", "(", "xin hỏi: "])
ENDS = st.sampled_from(["", ".", ", cảm ơn", ")", "\nxin trả lời", "?"])


@given(WORDS, st.from_regex(r"0\d{11}", fullmatch=True), st.sampled_from(["", " ", "."]), ENDS)
def test_no_citizen_number_gets_through(before, digits, gap, after):
    written = gap.join(digits[i : i + 3] for i in range(0, 12, 3))
    masked = mask_ids(before + written + after)
    assert written not in masked
    assert masked.endswith(digits[-3:] + after)


@given(WORDS, st.from_regex(r"\d{9}", fullmatch=True), ENDS)
def test_no_old_identity_number_gets_through(before, digits, after):
    assert digits not in mask_ids(before + digits + after)


@given(WORDS, st.from_regex(r"0[3-9]\d{8}", fullmatch=True), ENDS)
def test_telephone_numbers_stay_readable(before, digits, after):
    known = to_e164(digits)
    if known:
        text = f"{before}{digits}; {show_local(known)}; {known}{after}"
        assert mask_ids(text) == text


@given(WORDS, st.dates(), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%H:%M %d/%m/%Y"]))
def test_dates_stay_readable(before, day, form):
    text = before + day.strftime(form)
    assert mask_ids(text) == text


@given(WORDS, st.integers(min_value=0, max_value=10**12))
def test_money_stays_readable(before, dong):
    text = before + say_money(dong)
    assert mask_ids(text) == text


@given(st.text(alphabet="0123456789 .,-/đaGDbhxs:+"))
def test_masking_twice_is_masking_once(text):
    assert mask_ids(mask_ids(text)) == mask_ids(text)
    assert not has_ids(mask_ids(text))


@given(WORDS, st.from_regex(r"(4|5|9704)[0-9]{15}", fullmatch=True), ENDS)
def test_no_bank_card_gets_through(before, digits, after):
    digits = digits[:15]
    sums = (
        sum(divmod(int(sign) * 2, 10)) if nth % 2 == 0 else int(sign)
        for nth, sign in enumerate(digits)
    )
    card = digits + str(-sum(sums) % 10)
    for gap in ("", " ", "-", "."):
        written = gap.join(card[nth : nth + 4] for nth in range(0, 16, 4))
        assert written not in mask_ids(before + written + after)


def test_only_what_stands_near_a_number_explains_it():
    """A long text of numbers alone takes no longer for each of them."""
    assert mask_ids("gọi +84 912345678") == "gọi +84 912345678"
    assert mask_ids("gọi +84" + " " * 60 + "912345678").endswith("••••••678")
