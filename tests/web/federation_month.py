"""A month of a small city for the tests of the federation's pages: three deaths, one rename of three, one stranger."""

from datetime import date

from django.test import Client
from django.utils import timezone

from tests.domain.month_files import RENAMED, UNIT, City
from tonggong.base.accounts.models import Post, User

CITY, COUNTY, OTHER_COUNTY = "2111", "211103", "211104"


def client_of(role: str, reach: str, name: str = "") -> Client:
    """Somebody signed in in a post."""
    now = timezone.now()
    name = name or f"{role}-{reach}"
    user, is_new = User.objects.get_or_create(
        username=name.replace("_", "-"), defaults={"name": name, "created_at": now, "password_set_at": now}
    )
    if is_new:
        Post.objects.create(user=user, role=role, reach=reach, valid_from=date(2020, 1, 1), appointed_by="试验")
    client = Client()
    client.force_login(user)
    return client


def worked_month(folder) -> City:
    """August in the ledger, September compared: deaths of 0 to 2, the firm renamed (3, 4), 5 began to work."""
    city = City(folder)
    city.register()
    city.send("opening-ledger", "2024-08", [city.opening(n) for n in range(5)])
    city.compare("2024-08")
    deaths = [[name, number, "2024-08-19", "2024-08-22"] for number, name in city.people[:3]]
    city.send("deaths", "2024-09", deaths, sender="市民政局")
    city.send(
        "social-insurance", "2024-09", [city.insured(n, "2024-09", UNIT, RENAMED) for n in (3, 4)], sender="市社保中心"
    )
    city.compare("2024-09")
    return city
