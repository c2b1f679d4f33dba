"""Customer displays that show two lines of characters.

One module for each set of commands, one line in codecs.DISPLAYS. A display says nothing, so its
health is that of its wire. May import ports and hardware.
"""
