"""The kit: buttons, tiles, keypad, pills, cards and the rest that screens are built of.

Each widget paints itself from the tokens of `theme`, takes its texts by setters (screens
translate), is at least 48 pixels high where a finger presses it, shows a ring when the keyboard
reaches it and has an accessible name. What Qt paints itself, a line that is typed or a scroll bar,
is dressed (theme.dress): there is no style sheet of the application. Import widgets from their
modules; a new one is one file here and one row in the gallery of tests/gui.
"""
