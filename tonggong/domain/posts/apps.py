from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "tonggong.domain.posts"
    label = "posts"
    verbose_name = "岗位和考试便利"
