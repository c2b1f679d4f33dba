"""Scales: one module for each protocol or family of small ones, and the loop that asks them.

May import ports and hardware. To add a protocol, write a codec with the methods of `ScaleCodec`,
add its line to `SCALES` in protocols.py, a profile, its line in tests/hardware/codecs.py and its
bytes as tests.
"""
