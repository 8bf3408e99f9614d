"""Addresses of the API and of its page at the desk."""

from django.urls import URLPattern, path, re_path

from nhipcau.api import callbacks, desk_views, dossiers, notices, procedures
from nhipcau.api.door import door, unknown
from nhipcau.api.routes import PART, PREFIX, by_path
from nhipcau.api.views import reference, schema

ROOMS = (notices, dossiers, procedures, callbacks)  # whose routes stand in the table once imported

urlpatterns: list[URLPattern] = [
    path("lam-viec/api/", desk_views.keys, name="api_keys"),
    path("lam-viec/api/<int:api_key_id>/<slug:step>/", desk_views.key_step, name="api_key_step"),
    path("api/v1/openapi.json", schema, name="api_schema"),
    path("api/v1/", reference, name="api_reference"),
    *(
        path(PREFIX[1:] + PART.sub(r"<str:\1>", written), door(routes))
        for written, routes in by_path().items()
    ),
    re_path(r"^api/.*$", unknown, name="api_unknown"),
]
