"""Working days (工作日): Monday to Friday, without the public holidays, with the days that are worked in exchange.

The holidays are figures of the year (`calendar.days_off`), as the State Council's notice gives them.
"""

from datetime import date, timedelta

from tonggong.rules.figures import FiguresOn

DAYS_OFF = "calendar.days_off"
FIRST_DAY_OFF = 5  # Saturday, as `date.weekday` counts


def is_working_day(day: date, figures_on: FiguresOn) -> bool:
    """Say whether offices work on a day.

    Args:
        figures_on: the figures of the place, by day: a term may run into the next year, with its own notice.
    Raises:
        FigureMissing: no calendar is in force on that day.
    Source: 国务院办公厅关于各年部分节假日安排的通知.
    """
    said = figures_on(day)[DAYS_OFF].value
    text = day.isoformat()
    if text in said["worked"]:
        return True
    return day.weekday() < FIRST_DAY_OFF and not any(first <= text <= last for first, last in said["holidays"])


def working_days_after(day: date, count: int, figures_on: FiguresOn) -> date:
    """Return the last day of a term of so many working days; the day itself doesn't count (民法典第二百零一条).

    Args:
        count: of working days, at least 0; with 0 it is the day itself.
    Raises:
        ValueError: the count is negative.
        FigureMissing: as `is_working_day`.
    """
    if count < 0:
        raise ValueError(f"a term can't be negative: {count}")
    while count:
        day += timedelta(1)
        count -= is_working_day(day, figures_on)
    return day


def working_days_late(due: date, day: date, figures_on: FiguresOn) -> int:
    """Return how many working days after the last day of a term a day lies; 0 on that day and before."""
    late, each = 0, due
    while each < day:
        each += timedelta(1)
        late += is_working_day(each, figures_on)
    return late
