from django.apps import AppConfig


class VisitsDeskConfig(AppConfig):
    name = "tonggong.web.visits"
    label = "visits_desk"
    verbose_name = "专职委员和辅导员"
