"""Telephone numbers as people say them and as they are stored (ITU-T E.164)."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError


def e164(text: str, region: str) -> str:
    """ "8 (926) 123-45-67" -> "+79261234567", "" for nothing; RefusalError("customer.bad_phone",
    value=). region: whose numbers need no country code, "RU"."""
    if not text.strip():
        return ""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise RefusalError("customer.bad_phone", value=text) from error
    if not phonenumbers.is_valid_number(number):
        raise RefusalError("customer.bad_phone", value=text)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def readable(phone: str) -> str:
    """ "+79261234567" -> "+7 926 123-45-67"; what is no number stays as it is."""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone
    return str(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    ).replace(" ", "\u00a0")
