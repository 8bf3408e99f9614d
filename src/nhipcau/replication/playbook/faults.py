"""What is wrong with a playbook, said with the file and the line."""

from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput


class Broken(BadInput):
    """A playbook that cannot be used as it is. Nothing was changed by it."""


def broken(said: str, *, file: str = "", line: int = 0) -> Broken:
    """`line` counts from 1; 0 where a line says nothing (a missing file, a zip)."""
    if file and line:
        where = _("Tệp %(file)s, dòng %(line)d") % {"file": file, "line": line}
    elif file:
        where = _("Tệp %(file)s") % {"file": file}
    else:
        return Broken(said)
    return Broken(f"{where}: {said}")
