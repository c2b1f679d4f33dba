"""A scale that speaks CAS's "type 6" of the PD-II; AD, AP, ER, SW-II and Ohaus Aviator speak it
too. 9600 8N1.

Sources: CAS PD-II manual p. 23, CAS AP-1 protocol sheet, Ohaus Aviator 7000/5000 service manual
p. 36; Mertech's protocol of POS scales 1.0.1 for CAS-M. ENQ is answered with ACK, DC1 with the
weight, DC2 with total, weight and unit price. BCC: exclusive or of what is between STX and itself.
"""

from __future__ import annotations

from functools import reduce

from .plate import Plate

SOH, STX, ETX, EOT, ENQ, ACK, NAK = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05", b"\x06", b"\x15"
DC1, DC2 = b"\x11", b"\x12"
ZERO_M, TARE_M = b"<ZK>\t", b"<TK>\t"


class CasType6:
    """busy: so many of the next ENQ are answered with NAK, "ask again". commands: CAS-M, which is
    zeroed and tared by the host and says nothing to it.
    """

    def __init__(self, plate: Plate | None = None, *, commands: bool = False) -> None:
        self.plate = plate or Plate()
        self.commands = commands
        self._typed = b""
        self.busy = 0
        self.spoils_checksum = False

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(data[at : at + 1]) for at in range(len(data)))

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _take(self, byte: bytes) -> bytes:
        self._typed = (self._typed + byte)[-len(TARE_M) :]
        if self.commands and self._typed == ZERO_M:
            self.plate.set_zero()
        if self.commands and self._typed == TARE_M:
            self.plate.take_tare()
        if byte == ENQ:
            if self.busy > 0:
                self.busy -= 1
                return NAK
            return ACK
        if byte == DC1:
            return SOH + self._block(self._weight()) + EOT
        if byte == DC2:
            # Nobody types a price here: total and unit price are nought.
            price = self._block(b"    0.00")
            return SOH + price + self._block(self._weight()) + price + EOT
        return b""

    def _block(self, data: bytes) -> bytes:
        bcc = reduce(lambda sum_, byte: sum_ ^ byte, data, 0)
        return STX + data + bytes([bcc ^ (0x5A if self.spoils_checksum else 0)]) + ETX

    def _weight(self) -> bytes:
        plate = self.plate
        status = b"U" if plate.moving else b"S"
        if plate.is_over:
            return b"U" + b"F" + b"FFFFFF" + b"kg"
        grams = abs(plate.shown_grams)
        sign = b"-" if plate.shown_grams < 0 else b" "
        return status + sign + f"{grams // 1000:02d}.{grams % 1000:03d}kg".encode("ascii")
