"""Barcode scanners: on a serial line, and as a keyboard ("wedge").

May import ports and hardware. The wedge is a pure state machine; the window feeds it its keys.
"""
