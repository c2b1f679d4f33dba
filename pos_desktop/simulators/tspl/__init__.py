"""A label printer of TSC's language TSPL, written from the published command reference and never
from the product's own encoder: `commands` finds commands in a stream, `marks` is what lies on a
label, `reading` turns commands into marks, `picture` draws them, `printer` is the device on its
cable. May import what `simulators` may. To add a command: one line in `reading` and its test.
"""
