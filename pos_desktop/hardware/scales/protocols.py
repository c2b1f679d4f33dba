"""The scale protocols there are: by the name that profiles use, how its codec is made."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.hardware.profiles import ProfileError, ScaleProfile, ScaleSettings
from pos_desktop.hardware.scales.cas import CasType6, cas_line
from pos_desktop.hardware.scales.checked_scales import dibal, digi
from pos_desktop.hardware.scales.digit_scales import mercury, prix_iii
from pos_desktop.hardware.scales.massa_100 import Massa1C, Massa100
from pos_desktop.hardware.scales.massa_j import MassaJ, massa_push
from pos_desktop.hardware.scales.mt_sics import MtSics
from pos_desktop.hardware.scales.readings import ScaleCodec
from pos_desktop.hardware.scales.shtrih_pos2 import ShtrihPos2
from pos_desktop.hardware.scales.sma import Sma
from pos_desktop.hardware.scales.text_scales import a_and_d, adam_azextra, adam_cpw, nci
from pos_desktop.hardware.scales.toledo_8217 import Toledo8217

SCALES: dict[str, Callable[[ScaleSettings], ScaleCodec]] = {
    "massa_100": lambda _: Massa100(),
    "massa_1c": lambda _: Massa1C(),
    "massa_j": lambda _: MassaJ(),
    "massa_push": lambda _: massa_push(),
    "shtrih_pos2": lambda settings: ShtrihPos2(settings.password),
    "cas": lambda _: CasType6(),
    "cas_m": lambda _: CasType6(commands=True),
    "cas_line": lambda _: cas_line(),
    "toledo_8217": lambda _: Toledo8217(),
    "mt_sics": lambda _: MtSics(),
    "sma": lambda _: Sma(),
    "a_and_d": lambda _: a_and_d(),
    "nci": lambda _: nci(),
    "dibal": lambda _: dibal(),
    "digi": lambda _: digi(),
    "adam_cpw": lambda _: adam_cpw(),
    "adam_azextra": lambda _: adam_azextra(),
    "prix_iii": lambda _: prix_iii(),
    "mercury": lambda _: mercury(),
}


def codec_for(profile: ScaleProfile) -> ScaleCodec:
    """Return a new codec of the profile's protocol; ProfileError for one that is not in SCALES."""
    make = SCALES.get(profile.scale.protocol)
    if make is None:
        raise ProfileError(
            "profile.bad_value",
            file=profile.id,
            key="scale.protocol",
            expected=", ".join(SCALES),
        )
    return make(profile.scale)
