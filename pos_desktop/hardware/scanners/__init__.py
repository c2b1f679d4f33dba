"""Barcode scanners: on a serial line or TCP, as USB HID-POS, and as a keyboard ("wedge").

May import ports and hardware. The wedge is a pure state machine; the window feeds it its keys.
"""
