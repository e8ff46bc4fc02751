"""The product's addresses and the admin's; the admin's list of persons is what a Django developer writes first."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.urls import include, path

from tonggong.domain.persons.models import Person


class OpenSite(admin.AdminSite):
    """An admin that lets everybody in: its own permission checks are not what is measured."""

    def has_permission(self, request: Any) -> bool:
        return True


class PersonAdmin(admin.ModelAdmin):
    """Six columns, the product's own three filters of columns, search by name, fifty rows."""

    list_display = ("name", "sex", "born_on", "kind", "county_code", "township_code")
    list_filter = ("kind", "county_code", "township_code")
    search_fields = ("name",)
    list_per_page = 50

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    has_change_permission = has_add_permission = has_delete_permission = has_module_permission = has_view_permission


site = OpenSite()
site.register(Person, PersonAdmin)


def _everybodys(patterns: Iterable[Any]) -> None:
    """The product refuses a view that doesn't say what it asks for."""
    for each in patterns:
        if hasattr(each, "url_patterns"):
            _everybodys(each.url_patterns)
        else:
            getattr(each.callback, "__func__", each.callback).duty = "public"


_admin = site.urls  # made anew at each look
_everybodys(_admin[0])
urlpatterns = [path("admin/", _admin), path("", include("tonggong.config.urls"))]
