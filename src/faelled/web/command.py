"""The ``faelled`` command: Django's management command with this site's settings.

``faelled dcr ...`` needs no site: it works on files, and nothing of Django is loaded for it.
"""

import os
import sys
import time


def main() -> None:
    """Run ``faelled SUBCOMMAND``; settings come from the environment (docs/operate.md)."""
    if sys.argv[1:2] == ["dcr"]:
        from faelled.lib.dcr.commands import main as dcr

        sys.exit(dcr(sys.argv[2:], sys.stdout, sys.stderr, time.monotonic))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
