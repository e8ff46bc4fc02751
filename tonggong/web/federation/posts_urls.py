"""The addresses of posts and of help in exams."""

from django.urls import path

from tonggong.web.federation.views import exams, posts

urlpatterns = [
    path("posts/", posts.overview, name="posts"),
    path("posts/list/", posts.listed, name="posts-list"),
    path("posts/conditions/", posts.conditions, name="posts-conditions"),
    path("posts/new/", posts.new, name="posts-new"),
    path("posts/new/<int:plan_id>/", posts.new_of_plan, name="posts-new-of-plan"),
    path("posts/<int:post_id>/", posts.post, name="post"),
    path("posts/<int:post_id>/act/", posts.act, name="post-act"),
    path("posts/<int:post_id>/edit/", posts.edit, name="post-edit"),
    path("posts/<int:post_id>/analysis/", posts.analysis, name="post-analysis"),
    path("exams/", exams.exams, name="exams"),
    path("exams/new/", exams.new, name="exam-new"),
    path("exams/<int:exam_id>/", exams.exam, name="exam"),
    path("exams/<int:exam_id>/ask/", exams.ask, name="exam-ask"),
    path("exams/requests/<int:request_id>/answer/", exams.answer, name="exam-answer"),
    path("exams/requests/<int:request_id>/given/", exams.given, name="exam-given"),
]
