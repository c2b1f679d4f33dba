"""The key store: a key ring where there is one, a closed file where there is none."""

from __future__ import annotations

import os
import stat

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest

from pos_desktop.keystore import Keystore
from pos_desktop.settings import DataDir, SettingsError


class RingInMemory(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        super().__init__()
        self.secrets = {}

    def get_password(self, service, username):
        return self.secrets.get((service, username))

    def set_password(self, service, username, password):
        self.secrets[service, username] = password

    def delete_password(self, service, username):
        if self.secrets.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not there")


class LockedRing(RingInMemory):
    def get_password(self, service, username):
        raise keyring.errors.KeyringLocked("the user said no")

    set_password = get_password


@pytest.fixture
def use_ring(monkeypatch):
    monkeypatch.delenv("POS_DESKTOP_KEYSTORE")
    before = keyring.get_keyring()

    def use(ring):
        keyring.set_keyring(ring)
        return ring

    yield use
    keyring.set_keyring(before)


def test_a_secret_is_kept_found_and_forgotten(tmp_path):
    store = Keystore(DataDir(tmp_path))
    assert store.get("operator.password") is None
    store.set("operator.password", 'пароль "с кавычкой"')
    store.set("cloud.token", "t")
    assert Keystore(DataDir(tmp_path)).get("operator.password") == 'пароль "с кавычкой"'
    store.delete("operator.password")
    store.delete("operator.password")
    assert store.get("operator.password") is None
    assert store.get("cloud.token") == "t"


def test_the_plain_file_says_so_and_only_its_owner_can_read_it(tmp_path):
    store = Keystore(DataDir(tmp_path))
    store.set("cloud.token", "t")
    assert store.is_plain
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "secrets.toml").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_a_secrets_file_someone_opened_is_closed_again_and_told(tmp_path, caplog):
    store = Keystore(DataDir(tmp_path))
    store.set("cloud.token", "t")
    (tmp_path / "secrets.toml").chmod(0o644)
    assert store.get("cloud.token") == "t"
    assert stat.S_IMODE((tmp_path / "secrets.toml").stat().st_mode) == 0o600
    assert "readable by others" in caplog.text


def test_a_key_ring_is_used_where_there_is_one_and_no_file_is_written(tmp_path, use_ring):
    use_ring(RingInMemory())
    store = Keystore(DataDir(tmp_path))
    store.set("cloud.token", "t")
    assert store.get("cloud.token") == "t"
    assert not store.is_plain
    assert list(tmp_path.iterdir()) == []
    store.delete("cloud.token")
    store.delete("cloud.token")
    assert store.get("cloud.token") is None


def test_two_registers_of_one_user_do_not_share_secrets(tmp_path, use_ring):
    use_ring(RingInMemory())
    Keystore(DataDir(tmp_path / "a")).set("cloud.token", "t")
    assert Keystore(DataDir(tmp_path / "b")).get("cloud.token") is None


def test_without_a_real_key_ring_the_file_is_used(tmp_path, use_ring):
    use_ring(keyring.backends.fail.Keyring())
    store = Keystore(DataDir(tmp_path))
    store.set("cloud.token", "t")
    assert store.is_plain
    assert Keystore(DataDir(tmp_path)).get("cloud.token") == "t"


def test_a_locked_key_ring_is_an_error_and_never_an_empty_answer(tmp_path, use_ring):
    use_ring(LockedRing())
    store = Keystore(DataDir(tmp_path))
    with pytest.raises(SettingsError, match=r"keystore\.unreadable"):
        store.get("cloud.token")


def test_a_broken_secrets_file_is_an_error_and_is_never_written_over(tmp_path):
    (tmp_path / "secrets.toml").write_text("not toml", encoding="utf-8")
    store = Keystore(DataDir(tmp_path))
    with pytest.raises(SettingsError, match=r"keystore\.unreadable"):
        store.set("cloud.token", "t")
    assert (tmp_path / "secrets.toml").read_text(encoding="utf-8") == "not toml"
