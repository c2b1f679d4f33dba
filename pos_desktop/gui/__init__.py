"""What a person sees and touches: screens, dialogs, widgets, their models, the theme and the bridge
from the threads.

This is the only package (with app/) that knows Qt. It may import operations, receipts, ports,
domain, i18n and settings, and never a database, a socket or a driver. `theme` holds every colour
and size, `widgets` the kit that the screens are made of. To add a screen, put one file into
`screens`, build it from the kit, feed it by plain setters, and give its texts keys in
resources/translations; to add a widget, put it into `widgets` and show it in the gallery of
tests/gui.
"""
