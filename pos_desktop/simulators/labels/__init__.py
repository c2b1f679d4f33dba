"""Label printers, written from the makers' published command references and never from the
product's own encoders. `marks` is what lies on a label and `picture` draws it, whatever language
put it there; `tspl_commands`, `tspl_reading` and `tspl_printer` are TSC's TSPL; `zpl_device` is
Zebra's ZPL II, read by `simulators.zpl_printer`; `simulator` puts either on a cable. May import
what `simulators` may. To add a command of TSPL: one line in `tspl_reading` and its test.
"""
