"""`pos-desktop simulate`: one simulated device alone, for a register that runs elsewhere. `command`
reads the person's words, `parts` is what they act on, `devices` is the table of all there are,
`line_devices` and `services` build them. May import what `simulators` may, and `i18n`. To add a
device: a function that starts it, one line in `devices.DEVICES`, its name in `simulate.toml`.
"""
