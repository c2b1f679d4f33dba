"""From the settings and the country pack to what operations know of paying."""

from __future__ import annotations

from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.payment_rules import PaymentRules
from pos_desktop.domain.tender import TenderKind
from pos_desktop.settings import Payments, SettingsError


def payment_rules(payments: Payments, country: CountryPack) -> PaymentRules:
    """Raises SettingsError("settings.bad_value") for a tender that does not exist or stands twice,
    and where there is none at all."""
    known = [kind.value for kind in TenderKind]
    for given in payments.tenders:
        if given not in known or payments.tenders.count(given) > 1:
            raise _bad_tenders(given, known)
    if not payments.tenders:
        raise _bad_tenders("[]", known)
    return PaymentRules(
        kinds=tuple(TenderKind(given) for given in payments.tenders),
        ask_after=payments.card_confirm == "after",
        cash_rounding_minor=_step_minor(payments.cash_rounding, country),
        paper_optional=payments.paper == "optional",
    )


def _bad_tenders(given: str, known: list[str]) -> SettingsError:
    return SettingsError(
        "settings.bad_value",
        file="settings.toml",
        key="payments.tenders",
        given=repr(given),
        expected=", ".join(known),
    )


def _step_minor(rounding: str, country: CountryPack) -> int:
    if rounding == "off":
        return 0
    return country.cash_step_minor if rounding == "country" else int(rounding)
