from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "tonggong.domain.inspection"
    label = "inspection"
    verbose_name = "安排核查"
