"""Card terminals: a bank's program run by the register, and ZVT over TCP.

Each driver is ports.PaymentTerminal: it carries out one request at a time on its own thread and
remembers on disk what it began and what it was answered, so that a request is asked about after a
power cut and never repeated. To add a protocol: a module here, one line in `opening.TERMINALS`, a
profile in hardware_profiles/terminals, and the contract suite runs on it.
"""
