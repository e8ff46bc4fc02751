from django.apps import AppConfig


class DepartmentsDeskConfig(AppConfig):
    name = "tonggong.web.departments"
    label = "departments_desk"
    verbose_name = "部门"

    def ready(self) -> None:
        from tonggong.web.departments import rail

        rail.register_all()
