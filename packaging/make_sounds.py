"""Make the register's sounds: short sine tones with soft edges, so that none clicks.

python packaging/make_sounds.py writes resources/sounds/*.wav (16 bit, mono, 22,050 Hz).
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE = 22_050
EDGE_SECONDS = 0.008

# name -> (Hz, seconds, loudness 0-1); 0 Hz is a pause.
SOUNDS: dict[str, tuple[tuple[int, float, float], ...]] = {
    "added": ((1760, 0.05, 0.35),),
    "refused": ((330, 0.09, 0.6), (0, 0.04, 0.0), (262, 0.16, 0.6)),
    "decision": ((880, 0.08, 0.45), (0, 0.03, 0.0), (880, 0.08, 0.45)),
    "paid": ((1047, 0.07, 0.35), (1568, 0.12, 0.35)),
}


def samples(tones: tuple[tuple[int, float, float], ...]) -> bytes:
    out = bytearray()
    for hertz, seconds, loudness in tones:
        count = int(RATE * seconds)
        edge = max(1, int(RATE * EDGE_SECONDS))
        for n in range(count):
            soft = min(1.0, n / edge, (count - n) / edge)
            value = math.sin(2 * math.pi * hertz * n / RATE) * loudness * soft if hertz else 0.0
            out += struct.pack("<h", round(value * 32_000))
    return bytes(out)


def main() -> None:
    folder = Path(__file__).parents[1] / "resources" / "sounds"
    folder.mkdir(exist_ok=True)
    for name, tones in SOUNDS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples(tones))


if __name__ == "__main__":
    main()
