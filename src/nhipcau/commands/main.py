"""The `nhipcau` command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nhipcau", *sys.argv[1:]])


if __name__ == "__main__":
    main()
