from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "tonggong.domain.worklist"
    label = "worklist"
    verbose_name = "今日任务"
