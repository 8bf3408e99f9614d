"""Words that tell what a message is. Folded (no marks, small letters) unless it says otherwise."""

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Endings of files that can run something where they are opened.
DANGEROUS: Final = _words(
    "ade adp apk app bat chm cmd com cpl dll dmg docm exe hta htm html img ins iso jar js jse lnk "
    "mde msc msi msp ps1 pptm reg scr sct sh svg sys vb vbe vbs vhd wsf xlsm"
)
I = r"(em |chau |toi |minh |con |bac )?"  # noqa: E741  as people call themselves
YOU = r"( ?(a|ad|admin|nhe|nhieu|lam|phuong|xa|ubnd|can bo|anh|chi|em|bac|co|chu|moi nguoi|oi))*"
THANKS: Final = re.compile(
    rf"^(da |vang |oke? )*{I}(xin )?(cam on|cam ta|thanks?|tks)"
    rf"( you| so| very| much)*{YOU}$"
    r"|^(oke?|okie|vang|da|da vang|uh|um|u|duoc roi|ro roi|da ro)( a)?$"
)
HELLO: Final = re.compile(
    rf"^(da )?{I}(xin )?(chao|alo|a lo|hello|hi|hey|helo)( there)?{YOU}$"
    rf"|^{I}(cho )?{I}(xin )?hoi( chut| ti| xiu| cai| voi| a)*$"
    r"|^(ad|admin|phuong|can bo) oi$"
)
PERSON: Final = re.compile(
    r"^(hoi|gap|noi chuyen voi|chat voi|can gap|cho gap|xin gap|muon gap|lien he)"
    r" (can bo|nguoi that|nguoi|nhan vien|tu van vien)( voi| a| di| nhe)*$"
    r"|^#hoi-can-bo$|^(talk to )?(an? )?(officer|human|person)$"
)
OF_US = r"( (cua )?(phuong|xa|ubnd))?"
HOURS: Final = re.compile(rf"^#?(gio|lich)[- ]lam[- ]viec{OF_US}\??$|^dia chi{OF_US}( o dau)?\??$")
LOOK_UP: Final = re.compile(r"^#?(tra )?thu[- ]tuc( hanh chinh)?$")
ASKS: Final = re.compile(
    r"\?|\b(hoi|the nao|o dau|bao gio|khi nao|may gio|luc nao|can gi|can nhung gi|can giay to gi"
    r"|lam sao|lam the nao|bao nhieu|bao lau|duoc khong|co phai|phai khong|co duoc|la gi|ai la"
    r"|nhu nao|nhu the nao|thu tuc|giay to gi|nop o|lam o|sao chua|sao khong|khi mo"
    r"|what|where|when|how|which|can i|do i)\b"
)
# With their marks, for without them they are plain words (đụ and du, đồ chó and do cho).
HEAVY_MARKED: Final = re.compile(
    r"\b(địt|đụ|lồn|cặc|buồi|đéo|đếch|đĩ|đm|đmm|đcm|óc chó|chó chết|cút đi"
    r"|(đồ|thằng|lũ|bọn) (chó|ngu)|mặt d[àầ]y|ngu như (bò|chó|lợn)|ăn hại|ăn bám)\b"
)
HEAVY: Final = re.compile(
    r"\b(dmm|dcm|vcl|vkl|vloz|clgt|cmm|khon nan|du ma|dit me|me kiep|fuck|shit)\b"
)
ENGLISH: Final = _words(
    "the is are do does how what where when which can could i my me you your for to of a an and "
    "please need want get have renew apply register birth certificate passport license card hello "
    "office open hours help house land marriage"
)
# Everyday words of Tày as it is written, with their marks, that Vietnamese does not have.
TAY: Final = _words(
    "hẩư bấu bươn pây mừa đảy lầư noọng slí slam slương nẩy tẳm khỏi hâu rườn bặng dượn mự cúa "
    "slư thâng pỉ bjoóc ngòi chắng hất"
)
# In nearly every question: they tell nothing of what it is about.
COMMON: Final = _words(
    "toi em minh chau bac anh chi ad cho xin hoi lam nhu the nao gi o dau khi co can duoc khong va "
    "cua voi a ah nhe thi la di den tai de mot cac nhung phuong xa thu tuc giay to muon"
)
# Papers that nobody should photograph for a chat.
PAPERS: Final = re.compile(
    r"\b(cccd|can cuoc|cmnd|cmt|chung minh|ho chieu|passport|bhyt|bao hiem y te|the ngan hang"
    r"|mat truoc|mat sau|giay to tuy than|id card|so ho khau|khai sinh)\b"
)
