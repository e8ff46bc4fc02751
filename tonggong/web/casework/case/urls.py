"""The address of a person's case."""

from django.urls import path

from tonggong.web.casework.case import views

urlpatterns = [path("people/<int:person_id>/", views.case, name="case")]
