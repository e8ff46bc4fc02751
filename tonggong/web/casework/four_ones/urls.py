"""The addresses of the four ones."""

from django.urls import path

from tonggong.web.casework.four_ones import views

urlpatterns = [
    path("four-ones/", views.board, name="four-ones"),
    path("four-ones/names/", views.names, name="four-ones-names"),
]
