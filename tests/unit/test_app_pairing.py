"""The register's token: a lost answer never costs a pairing code."""

from __future__ import annotations

import itertools

from pos_desktop.app.pairing import TOKEN, keep_token, request_id_for
from pos_desktop.keystore import Keystore
from pos_desktop.settings import DataDir


def test_the_same_code_is_asked_for_with_the_same_id_until_there_is_a_token(tmp_path):
    keystore = Keystore(DataDir(tmp_path))
    numbers = itertools.count(1)

    def ask(code: str) -> str:
        return request_id_for(code, keystore, lambda: f"id-{next(numbers)}")

    assert ask("K7M2-9QXP") == ask("k7m29qxp") == "id-1"
    assert ask("AAAA-BBBB") == "id-2"
    keep_token("secret", keystore)
    assert keystore.get(TOKEN) == "secret"
    assert ask("AAAA-BBBB") == "id-3"
