"""The bytes of one code as text."""

from __future__ import annotations

from pos_desktop.hardware.profiles import ScannerSettings

# A GS1 DataMatrix or a fiscal QR code is a few hundred characters; more is no code.
MAX_CODE_BYTES = 4096


def text_of(raw: bytes, settings: ScannerSettings) -> str:
    """Decode a code by the first of the profile's encodings that fits; the prefix is taken off.

    A scanner that was switched between UTF-8 and CP1251 is read either way; bytes of neither come
    as latin-1, since a code that is shown can be scanned again.
    """
    raw = raw.strip(b"\0").removeprefix(settings.prefix.encode("latin-1"))
    for encoding in settings.encoding:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
