"""Customer displays of two lines of twenty characters, written from the makers' command lists and
never from the product's own drivers. `screen` is what a customer sees; `cd5220` and
`escpos_display` are the two command sets; `simulator` puts one on a cable. May import what
`simulators` may. To add a command set: a module with a table of commands, one line in
`simulator.DISPLAYS`, and the command list of the manual as tests.
"""
