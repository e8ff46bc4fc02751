from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tonggong.base.jobs"
    label = "jobs"
    verbose_name = "后台工作"
