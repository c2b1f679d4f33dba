"""The composition root of the register: builds each object once, wires it, starts and stops the
threads.

assembly.py builds the register behind the window, run.py opens the window and fills it, and the
commands of the command line that need a register are here. Beside demo/ the only place that knows
everything; nobody but __main__ imports it.
"""
