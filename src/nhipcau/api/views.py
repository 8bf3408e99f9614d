"""The description for machines and for people: public, nothing is fetched from elsewhere."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nhipcau.api.models import Event, Scope
from nhipcau.api.openapi import document
from nhipcau.api.problems import TITLES


@require_safe
@login_not_required
def schema(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"  # tools in browsers read it too
    return response


@require_safe
@login_not_required
def reference(request: HttpRequest) -> HttpResponse:
    described = document()
    schemas = described["components"]["schemas"]
    operations = [
        _row(path, method, operation, schemas)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    context = {
        "server": described["servers"][0]["url"],
        "operations": operations,
        "scopes": Scope.choices,
        "events": Event.choices,
        "problems": TITLES.items(),
    }
    return render(request, "api/reference.html", context)


def _row(path: str, method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> Any:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = body.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return {
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"],
        "description": operation["description"],
        "parameters": operation.get("parameters", []),
        "fields": [
            (field, told, field in schemas[name].get("required", []))
            for field, told in schemas[name]["properties"].items()
        ]
        if name
        else [],
        "statuses": list(operation["responses"]),
    }
