"""The ``faelled`` command: Django's management command with this site's settings."""

import os
import sys


def main() -> None:
    """Run ``faelled SUBCOMMAND``; settings come from the environment (docs/operate.md)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
