"""Whose a dossier is, as a list shows it to whoever looks over a shoulder."""


def mask_name(name: str) -> str:
    """N. T. Bình: the given name tells people apart, the rest is a letter."""
    parts = name.split()
    return " ".join([*(f"{part[0]}." for part in parts[:-1]), *parts[-1:]])


def mask_phone(e164: str) -> str:
    """••• 678"""
    return f"••• {e164[-3:]}" if e164 else ""
