"""The task worker, as a process of its own beside the server; and what hangs on the date, made anew with each new day."""

import logging
import os
import threading
import time

LOOK_EVERY = 60  # seconds between two looks at the calendar


def _each_day() -> None:
    """Make stored answers anew when the calendar, the rules or the figures have gone on; also what a stop has missed."""
    from django.db import close_old_connections

    from tonggong.domain.campaigns.services.lists import each_day
    from tonggong.domain.status.services import recompute_if_due

    while True:
        for make in (recompute_if_due, each_day):
            try:
                make()
            except Exception as problem:  # busy, a figure to be entered, one row that is wrong: the next look may do it
                logging.getLogger(__name__).error("answers of the day not made: %s", type(problem).__name__)
            finally:
                close_old_connections()
        time.sleep(LOOK_EVERY)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonggong.config.settings")
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    from tonggong.base.installation.services import live_in_calendar

    live_in_calendar()
    threading.Thread(target=_each_day, name="each-day", daemon=True).start()
    execute_from_command_line(["tonggong", "db_worker", "--queue-name", "*", "--no-startup-delay"])
