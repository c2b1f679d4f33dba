"""Errors of the service, of its agent and of the cash register: code, HTTP status, kind, text.

Service errors answer a request; the others appear in the report of a document that was accepted.
"""

from __future__ import annotations

from dataclasses import dataclass

MISSING_TOKEN = 10
EXPIRED_TOKEN = 11
WRONG_LOGIN_OR_PASSWORD = 12
INVALID_TOKEN_REQUEST = 13
USER_BLOCKED = 14
GROUP_AND_TOKEN_DIFFER = 20
GROUP_OF_OTHER_PROTOCOL = 21
MISSING_UUID = 30
OPERATION_NOT_SUPPORTED = 31
INVALID_DOCUMENT = 32
EXTERNAL_ID_EXISTS = 33
STATE_NOT_FOUND = 34
BAD_REQUEST = 40
UNSUPPORTED_MEDIA_TYPE = 41
SERVER_CONFIGURATION = 50

WRONG_TAX_SUM = 128
WRONG_TAX_SYSTEM = 143
WRONG_VAT_RATE = 144
WRONG_MARK_CODE = 405
MARK_NOT_CHECKED = 421
WRONG_INN = 2003


@dataclass(frozen=True, slots=True)
class ServiceError:
    """What a request is refused with.

    http_status: of the answer.
    document_status: "fail" or "wait" where the answer says one, else None.
    """

    code: int
    http_status: int
    document_status: str | None
    text: str
    kind: str = "system"


@dataclass(frozen=True, slots=True)
class DocumentError:
    """Why an accepted document was not registered; kind is "driver", "agent" or "timeout"."""

    code: int
    kind: str
    text: str


SERVICE_ERRORS: dict[int, ServiceError] = {
    error.code: error
    for error in (
        ServiceError(0, 400, None, "Неизвестная ошибка обработки", "unknown"),
        ServiceError(1, 400, None, "Сервер не смог обработать входной чек"),
        ServiceError(MISSING_TOKEN, 401, None, "Не распознан токен запроса"),
        ServiceError(EXPIRED_TOKEN, 401, None, "Переданный токен не активен"),
        ServiceError(WRONG_LOGIN_OR_PASSWORD, 401, None, "Неверный логин или пароль"),
        ServiceError(INVALID_TOKEN_REQUEST, 400, None, "Ошибка валидации запроса. Поля"),
        ServiceError(USER_BLOCKED, 403, None, "Пользователь заблокирован"),
        ServiceError(GROUP_AND_TOKEN_DIFFER, 401, None, "Код группы не соответствует токену"),
        ServiceError(GROUP_OF_OTHER_PROTOCOL, 401, None, "Код группы не для этого протокола"),
        ServiceError(MISSING_UUID, 400, "fail", "Передан некорректный UUID"),
        ServiceError(OPERATION_NOT_SUPPORTED, 400, None, "Операция не поддерживается"),
        ServiceError(INVALID_DOCUMENT, 400, "fail", "Ошибка валидации чека. Ошибочные поля"),
        ServiceError(EXTERNAL_ID_EXISTS, 400, "wait", "В системе уже существует чек"),
        ServiceError(STATE_NOT_FOUND, 200, "wait", "Состояние чека не найдено, спросите позднее"),
        ServiceError(BAD_REQUEST, 400, None, "Некорректный запрос"),
        ServiceError(UNSUPPORTED_MEDIA_TYPE, 415, None, "Некорректный Content-Type"),
        ServiceError(SERVER_CONFIGURATION, 500, None, "Ошибка сервера"),
    )
}

QUEUE_TIMEOUT = DocumentError(1, "timeout", "Превышено время ожидания чека в очереди")

_AGENT_TEXTS = {
    2003: "ИНН чека не соответствует ИНН кассы",
    2006: "Не удалось разобрать JSON",
    2007: "Неверная структура JSON",
    2009: "ИНН чека не соответствует ИНН кассы группы",
}
_DRIVER_TEXTS = {
    36: "Дата и время меньше последнего документа",
    40: "Переполнение буфера",
    68: "Смена превысила 24 часа",
    120: "Срок действия ФН истекает",
    121: "Ресурс ФН исчерпан",
    128: "Неверная сумма налога",
    137: "ФН переполнен непереданными документами",
    139: "Исчерпан ресурс хранения ФН",
    140: "Исчерпан ресурс ожидания передачи",
    141: "Смена превысила 24 часа",
    143: "Система налогообложения не разрешена для кассы",
    144: "Ставка НДС не разрешена для кассы",
    177: "Закрытие чека прервано",
    243: "Неверная сумма налога по чеку",
    262: "Истекло время ожидания команды",
    402: "Нет связи с сервером проверки",
    405: "Неверный код маркировки",
    409: "Код маркировки не прошёл проверку",
    411: "Нет связи с сервером проверки",
    420: "Код маркировки не проверен в ФН",
    421: "Истекло время проверки кода маркировки",
}


def document_error(code: int) -> DocumentError:
    """The failure with this code as a report tells it; unknown codes are faults of the driver."""
    if code in _AGENT_TEXTS:
        return DocumentError(code, "agent", _AGENT_TEXTS[code])
    return DocumentError(code, "driver", _DRIVER_TEXTS.get(code, f"Ошибка ККТ {code}"))
