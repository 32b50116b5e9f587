#!/usr/bin/env python
"""Django's command line for BASODARA."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "basodara.settings")
    from django.core.management import execute_from_command_line

    from scripts.trial import begin

    begin()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
