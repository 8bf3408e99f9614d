"""The web application, served by granian under `nhipcau serve`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
application = get_wsgi_application()
