from django.urls import path

from tonggong.web.casework.household import views

urlpatterns = [path("people/<int:person_id>/household/", views.household, name="household")]
