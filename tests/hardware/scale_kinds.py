"""What each scale protocol can say besides a weight: asked by the suites that lead every scale."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.hardware.profiles import scale_profile
from pos_desktop.hardware.scales.protocols import SCALES as CODECS
from pos_desktop.hardware.scales.readings import ScaleCodec
from pos_desktop.ports import WeightStatus
from pos_desktop.simulators.on_wire import Sealed
from pos_desktop.simulators.scales.plate import Plate
from pos_desktop.simulators.scales.simulator import Scale
from pos_desktop.simulators.scales.table import SCALES as SIMULATORS

MOVING, OVER, UNDER, SILENT = (
    WeightStatus.MOVING, WeightStatus.OVER, WeightStatus.UNDER, WeightStatus.SILENT,
)  # fmt: skip


@dataclass(frozen=True)
class Says:
    """moving, over, under: what is shown while the load swings, is too much or less than nothing;
    None: the scale says nothing then, and what was shown stays. empty: it says that nothing lies
    there. frees: a tare can be taken off over the cable while goods lie there.
    """

    moving: WeightStatus | None = MOVING
    over: WeightStatus | None = OVER
    under: WeightStatus | None = UNDER
    empty: bool = True
    frees: bool = True


_DUMB = Says(SILENT, SILENT, SILENT)

# A protocol more: one line here, and every suite leads it.
SAYS: dict[str, Says] = {
    "massa_100": Says(),
    "massa_1c": Says(),
    "massa_j": Says(over=MOVING),  # it has no word for it: such a weight never comes to rest
    "massa_push": Says(moving=None, over=None),
    "shtrih_pos2": Says(),
    "cas": Says(),
    "cas_m": Says(frees=False),
    "cas_line": Says(),
    "toledo_8217": Says(),
    "mt_sics": Says(),
    "sma": Says(),
    "a_and_d": Says(),
    "nci": Says(),
    "dibal": Says(over=MOVING, under=MOVING),  # "no weight", whatever the cause
    "digi": _DUMB,
    "adam_cpw": _DUMB,
    "adam_azextra": Says(None, None, None, empty=False),
    "prix_iii": Says(),
    "mercury": _DUMB,
}  # fmt: skip


def says(profile: str) -> Says:
    return SAYS[scale_profile(profile).scale.protocol]


def codec_of(profile: str) -> ScaleCodec:
    """A codec as the profile sets it."""
    settings = scale_profile(profile).scale
    return CODECS[settings.protocol](settings)


def simulated(profile: str) -> Scale:
    """A scale of the profile without its cable, on which no load ever swings by itself."""
    return SIMULATORS[profile](Plate(clock=lambda: 0.0))


def is_asked(profile: str) -> bool:
    """Whether it waits to be asked, or speaks by itself."""
    return bool(codec_of(profile).poll())


def is_sealed(profile: str) -> bool:
    """Whether its answers carry a checksum."""
    return isinstance(simulated(profile), Sealed)


def is_quiet(profile: str) -> bool:
    """Whether it says a weight only once."""
    return scale_profile(profile).scale.quiet
