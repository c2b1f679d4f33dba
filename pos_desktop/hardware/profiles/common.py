"""What every profile says, and how a device is reached."""

from __future__ import annotations

from typing import Annotated, Literal, Self

import msgspec
from msgspec import Meta

from pos_desktop.domain.errors import DeviceError

Positive = Annotated[int, Meta(ge=1)]
Byte = Annotated[int, Meta(ge=0, le=255)]
UsbId = Annotated[str, Meta(pattern="^[0-9a-f]{4}:[0-9a-f]{4}$", examples=["04b8:0e28"])]
UsbVendor = Annotated[str, Meta(pattern="^[0-9a-f]{4}$", examples=["04b8"])]
HexBytes = Annotated[str, Meta(pattern="^([0-9a-f]{2}( |$))*$", examples=["1b 74 11"])]
"""Small hexadecimal digits, two to a byte, a space between bytes; "" for none."""
Verified = Literal["none", "emulator", "hardware"]
TransportKind = Literal["tcp", "serial", "usb", "file", "spool", "hid"]


class ProfileError(DeviceError):
    """A profile cannot be used. Codes: profile.not_found (id, kind, allowed), profile.unreadable
    (file, reason), profile.unknown_key (file, key, allowed), profile.missing_key (file, key),
    profile.bad_value (file, key, expected).
    """


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Match(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By what a plugged-in device is known: USB ids "04b8:0e28", names a device says of itself.
    usb_vendor: "04b8" where the maker's devices are alike; a profile that names the model wins.
    """

    usb: tuple[UsbId, ...] = ()
    usb_vendor: tuple[UsbVendor, ...] = ()
    escpos_id: tuple[str, ...] = ()

    def fits(self, usb_id: str) -> int:
        """How well a USB id "04b8:0e28" is meant: 2 the model, 1 its maker, 0 not at all."""
        return 2 if usb_id in self.usb else int(usb_id[:4] in self.usb_vendor)


class SerialLine(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of an RS-232 line; a USB-serial device ignores all but the flow control."""

    baud: Annotated[int, Meta(ge=300, le=921_600)] = 9600
    bits: Literal[7, 8] = 8
    parity: Literal["N", "E", "O"] = "N"
    stop: Literal[1, 2] = 1
    flow: Literal["none", "rtscts", "dsrdtr", "xonxoff"] = "none"

    def __str__(self) -> str:
        """As in an endpoint: "19200-8E1"."""
        return f"{self.baud}-{self.bits}{self.parity}{self.stop}"

    def with_text(self, text: str) -> Self:
        """Return the line with the parameters of an endpoint's text, "" changes nothing."""
        if not text:
            return self
        baud, _, frame = text.partition("-")
        return msgspec.structs.replace(
            self, baud=int(baud), bits=int(frame[0]), parity=frame[1], stop=int(frame[2])
        )


class HidInterface(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which interface of a human interface device is meant, by the HID Usage Tables; 8Ch, 2 is a
    barcode scanner. open_feature: a feature report in hexadecimal, its number first, that is sent
    whenever the device was opened.
    """

    usage_page: Annotated[int, Meta(ge=0, le=0xFFFF)] = 0x8C
    usage: Annotated[int, Meta(ge=0, le=0xFFFF)] = 2
    open_feature: HexBytes = ""


class TransportSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the model is reached. close_after_job: it serves one connection at a time and others
    want it too. also: what else its serial line may be set to, for the search for devices.
    """

    kinds: tuple[TransportKind, ...]
    tcp_port: Annotated[int, Meta(ge=1, le=65_535)] = 9100
    connect_ms: Annotated[int, Meta(ge=100, le=30_000)] = 2000
    write_ms: Annotated[int, Meta(ge=100, le=60_000)] = 5000
    close_after_job: bool = False
    serial: SerialLine = SerialLine()
    also: tuple[SerialLine, ...] = ()
    hid: HidInterface = HidInterface()


class Profile(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every profile says. id: the file's name. source: where its figures come from."""

    id: str
    schema: Literal[1]
    vendor: str
    model: str
    source: str
    aliases: tuple[str, ...] = ()
    verified: Verified = "none"
    match: Match = Match()

    def encodings(self) -> tuple[tuple[str, str], ...]:
        """Its keys that name an encoding, with what they hold."""
        return ()

    def check(self, file: str) -> None:
        """Refuse what types cannot tell; ProfileError."""
