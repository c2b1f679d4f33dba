"""Every scale there is, by the name of the profile that reads it."""

from __future__ import annotations

from collections.abc import Callable

from .a_and_d import AAndD
from .adam import AdamAzextra, AdamCpw
from .cas_line import CasLine
from .cas_type_6 import CasType6
from .dibal_tisa import DibalTisa
from .digi import Digi
from .massa_k_1c import MassaK1C
from .massa_k_100 import MassaK100
from .massa_k_j import MassaKJ, MassaKPush
from .mercury import Mercury
from .mt_sics import MtSics
from .nci import Nci
from .plate import Plate
from .prix_iii import PrixIii
from .shtrih_pos2 import ShtrihPos2
from .simulator import Scale, ScaleSimulator
from .sma import Sma
from .toledo_8217 import Toledo8217

SCALES: dict[str, Callable[[Plate], Scale]] = {
    "massa-tb": MassaK100,
    "massa-1c": MassaK1C,
    "massa-mk": MassaKJ,
    "massa-mk-push": MassaKPush,
    "shtrih-slim": ShtrihPos2,
    "cas-ad": CasType6,
    "toledo-8217": Toledo8217,
    "mt-sics": MtSics,
    "sma": Sma,
    "a-and-d": AAndD,
    "dibal": DibalTisa,
    "digi": Digi,
    "nci": Nci,
    "adam-cpw": AdamCpw,
    "adam-azextra": AdamAzextra,
    "toledo-prix-iii": PrixIii,
    "mercury-old": Mercury,
    "cas-nt": CasLine,
    "ohaus-aviator": CasType6,
    "mertech-cas": lambda plate: CasType6(plate, commands=True),
    "mertech-m-er": lambda plate: ShtrihPos2(plate, tells_channel=False, name="M-ER"),
}


def scale_simulator(
    profile: str, host: str = "127.0.0.1", port: int = 0, *, plate: Plate | None = None
) -> ScaleSimulator:
    """A scale that a register reads with that profile; KeyError where there is none."""
    return ScaleSimulator(SCALES[profile](plate or Plate()), host, port, name=f"scale-{profile}")
