from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "tonggong.base.workflow"
    label = "workflow"
    verbose_name = "办理经过"
