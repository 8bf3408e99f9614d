"""Who does something: plain values, so that no room needs to know the user model."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """`kind` is staff, resident, system or platform; `id` is the row's id as text, or a name."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


SYSTEM = Actor("system", "nhipcau")


def resident(household_id: int | None) -> Actor:
    return Actor("resident", str(household_id or "unknown"))
