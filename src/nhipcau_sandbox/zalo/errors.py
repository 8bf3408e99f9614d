"""Zalo's table of errors; every one of them travels with HTTP 200."""

from typing import Any

from nhipcau_sandbox.wire import Response, as_json

WORDS = {
    -32: "Your application reached limit call api",
    -100: "attachment_id was expired",
    -200: "Send message failed",
    -204: "Official Account is disable",
    -205: "Official Account is not exist",
    -209: "Not supported this api due to the application is not activated",
    -210: "Parameter exceeds allowed limit",
    -211: "Out of quota",
    -212: "App has not registed this api",
    -213: "User has not followed OA",
    -214: "Article is being processed",
    -216: "Access token is invalid",
    -217: "User has blocked invitation to Official Account",
    -218: "Out of quota receive",
    -219: "App has been removed or disabled",
    -220: "access_token is expired or removed",
    -221: "OA needs to be verified to use this feature",
    -223: "OA has not authorized this API",
    -224: "The OA needs to upgrade OA Tier Package to use this feature",
    -227: "User is banned or has been inactive for more than 45 days",
    -230: "User has not interacted with the OA in the past 7 days",
    -232: "User has not interacted with the OA, or the latest interaction is expired",
    -233: "Message type is invalid",
    -234: "This message type is not allowed to send at night",
    -235: "This API does not support this type of OA",
    -237: "Group has been disabled",
    -238: "asset_id has been used",
    -240: "MessageV2 API has been shut down",
    -241: "asset_id has been disabled or does not exist",
    -242: "appsecret_proof provided in the API call is invalid",
    -244: "User has restricted this type of message",
    -403: "OA is not in group",
}


class ZaloError(Exception):
    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message or WORDS.get(code, "")


def invalid(field: str) -> ZaloError:
    return ZaloError(-201, f"{field} is invalid!")


def success(data: Any, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return as_json({"data": data, "error": 0, "message": "Success"}, 200, headers)


def failure(error: ZaloError, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return as_json({"error": error.code, "message": error.message}, 200, headers)
