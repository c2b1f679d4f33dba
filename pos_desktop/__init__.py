"""An offline-first cash register: it sells, prints and keeps the books with no network at all.

Here are the packages of the house, layered as pyproject.toml's import contracts say: what a shop is
(domain), what a person does (operations), what is kept (journal), what is around (hardware, fiscal,
payments, sync, delivery), what is seen (gui), the server wing (cloud) and the outside world played
on loopback (simulators). Only app and demo know them all. To add a package: create it with such a
paragraph on top and put its name into the layers of pyproject.toml.
"""

__version__ = "0.1.0"
