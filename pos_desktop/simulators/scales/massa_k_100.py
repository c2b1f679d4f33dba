"""A scale that speaks Massa-K's "Protocol 100": TB, TB_A, MK_A by Ethernet, Wi-Fi, USB or RS-232.

Source: the maker's "Protocol 100", field codes and captured frames (the vectors of the tests).
"""

from __future__ import annotations

from collections.abc import Callable

from .massa_k_frames import RequestReader, frame
from .plate import Plate

ERROR, NACK = 0x28, 0xF0
UNSUPPORTED, OVERLOAD, NOT_WEIGHING, ZERO_IMPOSSIBLE = 0x07, 0x08, 0x09, 0x15
NO_MODULE, LOAD_AT_POWER_ON, BROKEN = 0x17, 0x18, 0x19
# Grams in one unit of a weight, by the code of the division; code 0 is 100 mg.
GRAMS_BY_DIVISION = {1: 1, 2: 10, 3: 100, 4: 1000}


def weight_units(grams: int, division: int) -> int:
    """A weight in units of a division code."""
    return grams * 10 if division == 0 else grams // GRAMS_BY_DIVISION[division]


class MassaK100:
    """division: code of the unit weights are told in. tells_tare: the four bytes of the tare are in
    the answer, as newer scales have it. trouble: an error code every weighing is answered with
    (NO_MODULE, LOAD_AT_POWER_ON, BROKEN, NOT_WEIGHING), 0 for none.
    """

    def __init__(
        self,
        plate: Plate | None = None,
        *,
        division: int = 1,
        tells_tare: bool = True,
        scale_id: int = 1,
        name: str = "ТВ-S-15.2-А3",
    ) -> None:
        self.plate = plate or Plate()
        self.division = division
        self.tells_tare = tells_tare
        self.scale_id = scale_id
        self.scale_name = name
        self.trouble = 0
        self.spoils_checksum = False
        self._requests = RequestReader()
        self._commands: dict[int, Callable[[bytes], bytes]] = {
            0x23: self._weight,
            0x75: self._parameters,
            0x20: self._name,
            0x72: self._zero,
            0xA3: self._tare,
        }

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        answers = (self._answer(body) for body in self._requests.feed(data))
        return b"".join(frame(body, spoil=self.spoils_checksum) for body in answers)

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _answer(self, body: bytes) -> bytes:
        command = self._commands.get(body[0])
        return bytes([NACK]) if command is None else command(body[1:])

    def _weight(self, _: bytes) -> bytes:
        plate = self.plate
        trouble = self.trouble or (OVERLOAD if plate.is_over else 0)
        if trouble:
            return bytes([ERROR, trouble])
        flags = [self.division, not plate.moving, plate.tare_grams > 0, plate.is_at_zero]
        tare = _int32(weight_units(plate.tare_grams, self.division)) if self.tells_tare else b""
        shown = _int32(weight_units(plate.shown_grams, self.division))
        return b"\x24" + shown + bytes(flags) + tare

    def _parameters(self, _: bytes) -> bytes:
        plate = self.plate
        lines = (
            f"Max {plate.capacity_grams // 1000} kg",
            f"Min {20 * plate.division_grams / 1000:g} kg",
            f"e={plate.division_grams} g",
            f"T=-{plate.capacity_grams // 1000} kg",
            "Fix=0",
            "Code=526484",
            "U 38.16",
            "17F379",
        )
        return b"\x76" + "".join(line + "\r\n" for line in lines).encode("cp1251")

    def _name(self, _: bytes) -> bytes:
        return b"\x21" + self.scale_id.to_bytes(4, "little") + self.scale_name.encode("cp1251")

    def _zero(self, _: bytes) -> bytes:
        if self.plate.set_zero() == "done":
            return b"\x27"
        return bytes([ERROR, ZERO_IMPOSSIBLE])

    def _tare(self, value: bytes) -> bytes:
        """Four bytes of tare, in the same unit as weights; 0 clears it."""
        if len(value) != 4:
            return b"\x15"
        units = int.from_bytes(value, "little", signed=True)
        grams = units // 10 if self.division == 0 else units * GRAMS_BY_DIVISION[self.division]
        taken = not self.plate.moving and self.plate.preset_tare(grams) == "done"
        return b"\x12" if taken else b"\x15"


def _int32(value: int) -> bytes:
    return value.to_bytes(4, "little", signed=True)
