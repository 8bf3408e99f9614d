"""Another country, as whoever installs it there writes it: nothing else of the product changes.

Bangladesh, because little is alike: the week begins on Sunday, numbers are grouped in lakhs, a
unit's kind stands behind its name, identity numbers and telephones are longer.
"""

from datetime import date, time

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
    Register,
    Units,
    Work,
)

PROFILE = Country(
    code="bd",
    language="bn",
    screens=("bn", "en"),
    time_zone="Asia/Dhaka",
    spoken={"bn": "বাংলা", "rkt": "রংপুরী", "syl": "সিলেটি"},
    written={"bn": "বাংলা", "en": "English"},
    phones=Phones(
        region="BD", code="880", trunk="0", mobile=r"1[3-9]\d{8}", first=5, last=6, gap="-",
        digits=(9, 10),
    ),
    money=Money(
        sign="৳", amount="৳ {n}", after=r"\s?(taka|tk|৳|টাকা)", written=r"\d{1,2}(?:,\d{2})*,\d{3}$"
    ),
    ids=IdNumbers(
        lettered=(r"[A-Z]{2}\d{7}",),
        shapes=(r"\d{17}", r"\d{13}", r"\d{10}", r"\d{3}([ -])\d{3}\1\d{4}"),
        like_phones=frozenset(),
        words=r"(?!)",
        in_logs=r"(?<!\d)(?:\d{17}|\d{13})(?!\d)",
    ),
    work=Work(
        days=frozenset({6, 0, 1, 2, 3}),
        hours=((time(9), time(17)),),
        day_ends=time(17),
        quiet=(time(22), time(5)),
        loudspeaker="16:00-18:00",
    ),
    calendar=Calendar(
        code="BD",
        language="en_US",
        feasts=(
            Feast(key="21-2", label="শহীদ দিবস", on=(21, 2)),
            Feast(key="eid", label="ঈদুল ফিতর", name="Eid al-Fitr"),
        ),
    ),
    units=Units(
        file=None,
        source="bbs",
        reform=date(2011, 1, 1),
        levels=(
            Level(key="province", label="জেলা", code_length=2),
            Level(key="district", label="উপজেলা", code_length=4),
            Level(key="commune", label="ইউনিয়ন", code_length=6),
        ),
        kinds=("Union", "Upazila", "ইউনিয়ন", "উপজেলা"),
        kind_is_first=False,
        issuer="{unit} পরিষদ",
        lowers_kind=False,
        codes="BD-BBS",
        about="নাম ও কোড পরিসংখ্যান ব্যুরোর তালিকা থেকে।",
        since="২০১১ থেকে",
        reuse="একই কোড পরে অন্য এলাকার হতে পারে।",
    ),
    addresses=Addresses(
        house=r"^(?:house|basha|h)\b[ .:#]*(?:no\b)?[ .:]*",
        alleys=(("road", r"\b(?:road|rd|sarak)\b[ .:]*(?:no\b)?[ .:]*"),),
        split=r"^(?P<house>.*?)[\s,;]+(?P<alley>(?:road|rd\.?|sarak)\s*.*)$",
        split_folded=r"^(?P<house>.*?)[\s,;]+(?P<alley>(?:road|rd|sarak)\b.*)$",
        begins=r"^(?:house|h\.?)?[\s.:#]*(?:no)?[\s.:]*\d",
        place=r"^(?:ward|word|mahalla|ওয়ার্ড|মহল্লা)[ .:]*(?:no\b|নং)?[ .:]*",
        neighbourhood="ওয়ার্ড {name}",
    ),
    desk=Desk(
        procedure_code=r"^BD-\d{4}$",
        procedure_parts=1,
        own_level="ইউনিয়ন",
        own_agency="ইউনিয়ন",
        dossier_number=r"^([A-Z]{3})-\d{8}$",
        agency=r"^([A-Z]{3})$",
        statuses={"submitted": 1, "in progress": 4, "done": 9, "delivered": 10},
        filed={"counter": 1, "online": 2, "post": 3},
        applicants={"citizen": 0, "company": 1},
        yes=frozenset({"yes"}),
        no=frozenset({"no"}),
        head=("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", ""),
        figures="নাগরিক সনদ অনুযায়ী",
        figures_name="নাগরিক সনদ",
    ),
    register=Register(
        headings=(
            ("head", r"পরিবার ?প্রধান"),
            ("neighbourhood", r"ওয়ার্ড|মহল্লা"),
            ("born", r"জন্ম ?তারিখ"),
            ("phone", r"মোবাইল|ফোন"),
            ("house", r"বাড়ি"),
            ("sex", r"লিঙ্গ"),
            ("name", r"নাম"),
        ),
        residences=(("renting", r"ভাড়া"), ("", r"মৃত"), ("permanent", r"স্থায়ী")),
        yes=frozenset({"হ্যাঁ"}),
        no=frozenset({"না"}),
        male=frozenset({"পুরুষ"}),
        female=frozenset({"নারী"}),
    ),
    law=Law(
        kinds=(
            LegalKind(
                number=1,
                label="মাইকিং ও সরাসরি",
                carriers=frozenset({"loudspeaker", "board", "bulletin", "sheet", "visit"}),
            ),
            LegalKind(number=2, label="টেলিফোন", carriers=frozenset({"sms"})),
            LegalKind(
                number=3,
                label="ইন্টারনেট",
                carriers=frozenset({"portal", "web_push", "facebook_page", "relay", "email"}),
            ),
        ),
        short="আইন ২০০৯",
        name="স্থানীয় সরকার আইন, ২০০৯",
        article="স্থানীয় সরকার আইন, ২০০৯",
        heading="মাধ্যম অনুযায়ী",
        reach="মাধ্যম অনুযায়ী",
        costs="মাধ্যম অনুযায়ী খরচ",
        column="মাধ্যম",
        bulletin="এক সময়ের বিজ্ঞপ্তি এক কাগজে।",
    ),
)  # fmt: skip
