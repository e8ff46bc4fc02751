"""The addresses: a desk each, and the first page that leads everyone to his own."""

from django.urls import URLPattern, URLResolver, include, path

from tonggong.web.account.views import start

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("account/", include("tonggong.web.account.urls")),
    path("departments/", include("tonggong.web.departments.urls")),
    path("employer/", include("tonggong.web.employer.urls")),
    path("administration/", include("tonggong.web.administration.urls")),
    path("", include("tonggong.web.federation.urls")),
    path("", include("tonggong.web.committee.urls")),
]
