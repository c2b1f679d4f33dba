"""Training: the shop's own goods and people in a folder of its own, with virtual devices and a
simulated operator; nothing of it reaches the real books.

It is another program run in another folder, with another register id, so that no mistake of ours
could write into the journal of the shop.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace

from pos_desktop.demo.start import (
    OPERATOR_PASSWORD,
    SBP_SECRET,
    new_register_id,
    virtual_bank,
)
from pos_desktop.demo.world import BANK_KEY, DemoWorld, WorldOptions
from pos_desktop.domain.errors import RefusalError
from pos_desktop.i18n import t
from pos_desktop.keystore import Keystore
from pos_desktop.settings import (
    Cloud,
    DataDir,
    Device,
    LabelPrinter,
    Mail,
    Operator,
    Printing,
    ReceiptTexts,
    SecondPrinter,
    Settings,
    Telegram,
    Terminal,
)

FOLDER = "training"
_MARK = "this-is-training"
_PEPPER = "staff.pepper"


def training_folder(shop: DataDir) -> DataDir:
    """An empty folder for one training, below the shop's own; what an earlier one left is gone.

    RefusalError("training.folder") where there is something that no training has left.
    """
    root = shop.root / FOLDER
    if root.exists() and any(root.iterdir()) and not (root / _MARK).exists():
        raise RefusalError("training.folder", path=str(root))
    shutil.rmtree(root, ignore_errors=True)
    folder = DataDir(root)
    folder.file(_MARK).write_text("", encoding="ascii")
    return folder


def start_training(
    shop: DataDir, lang: str, *, cards_wait: bool = False
) -> tuple[DemoWorld, Settings, DataDir]:
    """The virtual world, the settings and the folder of one training. Goods and people are copied
    by whoever may read them. cards_wait: see WorldOptions; there is a terminal where the shop has
    one, so that what is practised is what is done there.

    RefusalError("training.no_shop") where no shop is set up yet."""
    real = Settings.load(shop)
    if real.is_first_run:
        raise RefusalError("training.no_shop")
    pepper = Keystore(shop).get(_PEPPER)
    # The secrets of a training belong beside its data, not into a person's key ring.
    os.environ["POS_DESKTOP_KEYSTORE"] = "file"
    folder = training_folder(shop)
    keys = Keystore(folder)
    keys.set(OPERATOR_PASSWORD, "demo")
    keys.set(SBP_SECRET, BANK_KEY)
    if pepper is not None:
        keys.set(_PEPPER, pepper)
    inn = real.organisation.inn
    world = DemoWorld(
        WorldOptions(lang=lang, inn=inn, has_cloud=False, cards_wait=cards_wait), folder
    )
    try:
        world.start()
        settings = _settings(real, world, lang)
        settings.save(folder)
    except BaseException:
        world.stop()
        raise
    return world, settings, folder


def _settings(real: Settings, world: DemoWorld, lang: str) -> Settings:
    """The shop's own, with virtual devices and nobody outside."""
    name = t("training.register", name=real.register.name or str(real.register.number))
    receipt = real.receipt
    marks = (t("training.receipt"), t("training.receipt_detail"))
    return replace(
        real,
        language=lang,
        idle_lock_minutes=0,
        register=replace(real.register, register_id=new_register_id(), name=name),
        printer=Device(world.printer_endpoint),
        scanner=Device(world.scanner_endpoint),
        scale=Device(world.scale_endpoint),
        customer_display=Device(world.display_endpoint),
        label_printer=LabelPrinter(
            world.label_printer_endpoint if real.label_printer.endpoint else ""
        ),
        # What is practised must not come out in the kitchen.
        second_printer=SecondPrinter(),
        printing=Printing(),
        operator=Operator(world.operator_url, "demo-group", "demo"),
        terminal=Terminal(world.terminal_endpoint, alone=True),
        sbp=virtual_bank(world),
        cloud=Cloud(),
        receipt=ReceiptTexts((*marks, *receipt.header), (*receipt.footer, *marks), ""),
        mail=Mail(),
        telegram=Telegram(),
    )
