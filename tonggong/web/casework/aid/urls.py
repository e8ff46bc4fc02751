from django.urls import path

from tonggong.web.casework.aid import views

urlpatterns = [
    path("aid/", views.board, name="aid"),
    path("aid/plans/", views.make_plans, name="aid-plans"),
    path("aid/<int:person_id>/", views.register, name="aid-register"),
    path("aid/registrations/<int:registration_id>/take-back/", views.take_back, name="aid-take-back"),
]
