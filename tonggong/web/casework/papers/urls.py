from django.urls import path

from tonggong.web.casework.papers import views

urlpatterns = [
    path("papers/<int:person_id>/", views.papers_of_person, name="papers"),
    path("papers/<int:person_id>/store/", views.store, name="paper-store"),
    path("papers/open/<int:paper_id>/", views.opened, name="paper"),
    path("papers/remove/<int:paper_id>/", views.remove, name="paper-remove"),
    path("file/<int:person_id>/", views.file, name="file"),
]
