"""Bytes to and from a device: TCP, serial line, USB, HID, device file, the system's print spooler.

One module for each kind of wire, all with the methods of `protocol.Transport`; each wait has a
deadline, each failure is a TransportError that says how many bytes may have left. May import
settings and hardware.profiles. To add a kind, write its module and add its line in opening.py and
in settings.EndpointKind.
"""
