from django.apps import AppConfig


class CommitteeDeskConfig(AppConfig):
    name = "tonggong.web.committee"
    label = "committee_desk"
    verbose_name = "残工委办工作台"
