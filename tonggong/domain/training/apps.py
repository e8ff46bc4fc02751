from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "tonggong.domain.training"
    label = "training"
    verbose_name = "培训"
