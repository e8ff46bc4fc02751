"""The addresses of needs and services."""

from django.urls import path

from tonggong.web.casework.needs import views

urlpatterns = [
    path("needs/", views.needs, name="needs"),
    path("needs/names/", views.need_names, name="need-names"),
    path("services/", views.services, name="services"),
    path("services/names/", views.service_names, name="service-names"),
]
