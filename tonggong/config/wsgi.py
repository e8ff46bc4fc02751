import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonggong.config.settings")
application = get_wsgi_application()

from tonggong.base.installation.services import live_in_calendar  # noqa: E402

live_in_calendar()
