#!/usr/bin/env python3
"""Start here: every command of the product goes through this file."""

import os
import sys


def main() -> None:
    """Run the command named on the command line under the project's settings."""
    if sys.argv[1:2] == ["explore"]:  # a console of its own, without the house's domains
        os.environ["DJANGO_SETTINGS_MODULE"] = "admin_config.explorer.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:  # a setting or a declaration; the text says which
        sys.exit(f"manage.py: {wrong}")


if __name__ == "__main__":
    main()
