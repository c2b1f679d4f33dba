"""A scale that speaks Massa-K's protocol "1C": frames of "Protocol 100" with two commands.

Source: the maker's field codes and frames. Of the answer to POLL only version and serial number are
known; the rest of its 26 bytes is sent as zeros.
"""

from __future__ import annotations

from .massa_k_100 import ERROR, NACK, OVERLOAD, ZERO_IMPOSSIBLE, weight_units
from .massa_k_frames import RequestReader, frame
from .plate import Plate

POLL, GET_WEIGHT, SET_ZERO, SET_TARE = 0x00, 0xA0, 0x72, 0xA3
POLL_DATA_BYTES = 26


class MassaK1C:
    """division: code of the unit weights are told in. version, serial: what POLL says."""

    def __init__(
        self,
        plate: Plate | None = None,
        *,
        division: int = 1,
        version: tuple[int, int] = (2, 7),
        serial: int = 60_417,
    ) -> None:
        self.plate = plate or Plate()
        self.division = division
        self.version = version
        self.serial = serial
        self.spoils_checksum = False
        self._requests = RequestReader()

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        answers = (self._answer(body) for body in self._requests.feed(data))
        return b"".join(frame(body, spoil=self.spoils_checksum) for body in answers)

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _answer(self, body: bytes) -> bytes:
        plate = self.plate
        if body[0] == GET_WEIGHT:
            if plate.is_over:
                return bytes([ERROR, OVERLOAD])
            units = weight_units(plate.shown_grams, self.division)
            weight = units.to_bytes(4, "little", signed=True)
            return b"\x10" + weight + bytes([self.division, not plate.moving])
        if body[0] == POLL:
            major, minor = self.version
            known = bytes([0, 0, 0, minor, major]) + self.serial.to_bytes(4, "little")
            return b"\x01" + known.ljust(POLL_DATA_BYTES, b"\x00")
        if body[0] == SET_ZERO:
            done = plate.set_zero() == "done"
            return b"\x27" if done else bytes([ERROR, ZERO_IMPOSSIBLE])
        if body[0] == SET_TARE and len(body) == 5:
            grams = int.from_bytes(body[1:], "little", signed=True)
            taken = not plate.moving and plate.preset_tare(grams) == "done"
            return b"\x12" if taken else b"\x15"
        return bytes([NACK])
