from django.urls import path

from tonggong.web.casework.posts import views

urlpatterns = [
    path("posts/", views.board, name="posts"),
    path("posts/add/", views.add, name="post-add"),
    path("posts/<int:post_id>/", views.post, name="post"),
    path("posts/<int:post_id>/change/", views.change, name="post-change"),
    path("posts/<int:post_id>/terms/<int:person_id>/", views.term, name="post-term"),
]
