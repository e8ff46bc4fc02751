from django.urls import path

from tonggong.web.casework.petitions import views

urlpatterns = [
    path("petitions/", views.petitions, name="petitions"),
    path("petitions/<int:petition_id>/", views.petition, name="petition"),
    path("petitions/<int:petition_id>/answer/", views.answer, name="petition-answer"),
]
