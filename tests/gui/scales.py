"""A scale for tests of the window: it keeps what it was told and says nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from pos_desktop.ports import DeviceState, Health, ScaleAbility
from tests.gui.open_shop import OpenShop


@dataclass
class FakeScale:
    """ports.Scale. told: "zero", "tare", "start", "stop", in their order."""

    abilities: frozenset[ScaleAbility] = frozenset(ScaleAbility)
    max_grams: int = 15_000
    told: list[str] = field(default_factory=list)
    state: DeviceState = field(default_factory=lambda: DeviceState("scale", Health.ONLINE))

    def start(self) -> None: ...
    def stop(self, timeout_seconds: float = 2.0) -> None: ...

    def start_weighing(self) -> None:
        self.told.append("start")

    def stop_weighing(self) -> None:
        self.told.append("stop")

    def zero(self) -> None:
        self.told.append("zero")

    def tare(self, weight_grams: int | None = None) -> None:
        self.told.append("tare" if weight_grams is None else f"tare {weight_grams}")


def weigh_on(shop: OpenShop, scale: FakeScale) -> None:
    """Bananas wait for their weight from this scale."""
    shop.opened.shop.devices.scale = scale
    shop.till.add_product("p3")
    shop.wait(lambda: shop.shown.wanted is not None)
