"""The fiscal operators this register knows, by the name settings use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from pos_desktop.domain.fiscal import Seller
from pos_desktop.fiscal.atol_online import AtolAccount, AtolOnline
from pos_desktop.ports import FiscalOperator

OperatorMaker = Callable[[AtolAccount, Callable[[], str], Seller, tzinfo | None], FiscalOperator]

OPERATORS: dict[str, OperatorMaker] = {"atol_online": AtolOnline}
"""name -> made from account, password, seller and zone. One line each."""
