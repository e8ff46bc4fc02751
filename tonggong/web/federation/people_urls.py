"""The addresses of persons, the search box and what is done with a person."""

from django.urls import path

from tonggong.web.federation.views import merging, people, person

urlpatterns = [
    path("people/", people.people, name="persons"),
    path("search/", people.search, name="search"),
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/seen/", person.seen, name="person-seen"),
    path("people/<int:person_id>/number/", person.number, name="person-number"),
    path("people/<int:person_id>/merge/", merging.merge_with, name="merge-with"),
    path("people/<int:person_id>/merge/<int:other_id>/", merging.merge, name="merge"),
    path("merges/<int:merge_id>/undo/", merging.undo_merge, name="undo-merge"),
]
