"""Scales: one module for each protocol, and the loop that asks them.

May import ports and hardware. To add a protocol, write a codec with the methods of `ScaleCodec`,
add its line to `SCALES` in scale_loop.py, a profile and a transcript test.
"""
