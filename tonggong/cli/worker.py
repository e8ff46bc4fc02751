"""The task worker, as a process of its own beside the server."""

import os

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonggong.config.settings")
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    from tonggong.base.installation.services import live_in_calendar

    live_in_calendar()
    execute_from_command_line(["tonggong", "db_worker", "--queue-name", "*", "--no-startup-delay"])
