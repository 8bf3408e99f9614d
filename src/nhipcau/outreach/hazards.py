"""What a ward must warn of, in the words of CAP 1.2, and how a notice of it begins.

The titles and texts are in the ward's language whatever the officer's: residents read them. What
to do comes first, then why.
"""

from dataclasses import dataclass, replace

from nhipcau.core.language import house_language, is_source
from nhipcau.outreach.models import Emergency

Hazard = Emergency.Hazard


@dataclass(frozen=True, slots=True)
class Danger:
    """`event`, `categories` and `responses` as CAP says them; `hours`: for how long it holds."""

    event: str
    event_english: str
    categories: tuple[str, ...]
    responses: tuple[str, ...]
    starter: str
    quiet_why: str
    urgency: str = "Immediate"
    severity: str = "Severe"
    certainty: str = "Likely"
    hours: int = 6


DANGERS: dict[str, Danger] = {
    Hazard.STORM: Danger(
        "Bão", "Storm", ("Met", "Safety"), ("Shelter", "Prepare"), "bao",
        "Bão sắp đến, bà con phải chằng chống và trú ẩn ngay.",
        urgency="Expected", hours=12,
    ),
    Hazard.FLOOD: Danger(
        "Lũ, ngập lụt", "Flood", ("Met", "Geo", "Safety"), ("Evacuate", "Avoid"), "lu-ngap",
        "Nước lên nhanh, chờ đến sáng là không kịp.",
    ),
    Hazard.LANDSLIDE: Danger(
        "Sạt lở đất", "Landslide", ("Geo", "Safety"), ("Evacuate", "Avoid"), "sat-lo",
        "Đất có thể sạt bất cứ lúc nào, nhà dưới taluy phải đi ngay.",
        severity="Extreme",
    ),
    Hazard.FIRE: Danger(
        "Cháy", "Fire", ("Fire", "Safety"), ("Evacuate", "Avoid"), "chay",
        "Đang cháy, nhà lân cận phải ra ngoài ngay.",
        certainty="Observed", hours=2,
    ),
    Hazard.OTHER: Danger(
        "Tình huống khẩn cấp", "Emergency", ("Safety",), ("Execute",), "",
        "Việc khẩn cấp, phải báo ngay dù đang giờ nghỉ.",
    ),
}  # fmt: skip


def danger_of(hazard: str) -> Danger:
    """In our own language. Where that is not Vietnamese, the officer says why nobody may sleep."""
    known = hazard if hazard in DANGERS else Hazard.OTHER
    danger = DANGERS[known]
    if is_source():
        return danger
    with house_language():
        return replace(danger, event=str(Hazard(known).label), quiet_why="")
