from django.apps import AppConfig


class DeclarationConfig(AppConfig):
    name = "tonggong.domain.declaration"
    label = "declaration"
    verbose_name = "申报与认定"
