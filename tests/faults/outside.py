"""The outside world of a register under test: printer, fiscal operator and cloud.

They live in the harness's process and outlive every death of the register.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pos_desktop.cloud.server import CloudServer
from pos_desktop.cloud.settings import DEMO_PAIRING_CODE, CloudSettings
from pos_desktop.demo.goods import ORGANISATION
from pos_desktop.keystore import Keystore
from pos_desktop.settings import Cloud, DataDir, Device, Operator, ReceiptTexts, Register, Settings
from pos_desktop.shipped import resource_path
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from pos_desktop.simulators.chaos_proxy import ChaosOdds, ChaosProxy
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.faults.errand import REGISTER_ID

LAST_LINE = "КОНЕЦ ЧЕКА"
_HEAD = re.compile(r"Смена \d+ Чек (\d+)|" + LAST_LINE)


@dataclass
class Outside:
    """chaos: spoils the two HTTP connections. printing: whether the register has a printer.

    stocked: a folder of a register that was opened once, to begin with; None = an empty one.
    folder: everything on disk; register: the register's data folder in it.
    """

    chaos: ChaosOdds | None = None
    seed: int = 1
    printing: bool = True
    stocked: Path | None = None
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="pos-faults-")))

    def __post_init__(self) -> None:
        os.environ["POS_DESKTOP_KEYSTORE"] = "file"
        self.printer = EscposPrinterSimulator()
        self.operator = AtolOnlineSimulator(
            store=self.folder / "operator.jsonl", inn=ORGANISATION.inn, processing_seconds=0.0
        )
        self.cloud = CloudServer(
            CloudSettings(
                data_dir=self.folder / "cloud",
                port=0,
                fixed_pairing_code=DEMO_PAIRING_CODE,
                resources_dir=resource_path(),
            )
        )
        self.proxies: list[ChaosProxy] = []
        self.register = self.folder / "register"

    def start(self) -> Self:
        """Open every port and tell the register where they are."""
        if self.stocked is not None:
            shutil.copytree(self.stocked, self.register)
        self.printer.start()
        self.operator.start()
        self.cloud.start()
        cloud_url, operator_url = self.cloud.url, self.operator.url
        if self.chaos is not None:
            for number, url in enumerate((cloud_url, operator_url)):
                parts = urlsplit(url)
                assert parts.port is not None
                seed = self.seed * 2 + number
                proxy = ChaosProxy("127.0.0.1", parts.port, odds=self.chaos, seed=seed).start()
                self.proxies.append(proxy)
            cloud_url = self.proxies[0].url
            operator_url = self.proxies[1].url + urlsplit(operator_url).path
        data_dir = DataDir(self.register)
        Keystore(data_dir).set("operator.password", "demo")
        printer = f"tcp://127.0.0.1:{self.printer.port},escpos-80" if self.printing else ""
        Settings(
            organisation=ORGANISATION,
            register=Register(REGISTER_ID, 2, "Касса 2"),
            printer=Device(printer),
            operator=Operator(operator_url, "demo-group", "demo"),
            cloud=Cloud(cloud_url),
            receipt=ReceiptTexts(footer=(LAST_LINE,)),
            idle_lock_minutes=0,
        ).save(data_dir)
        return self

    def stop(self) -> None:
        for proxy in self.proxies:
            proxy.stop()
        self.cloud.stop()
        self.operator.stop()
        self.printer.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def cut_off(self) -> None:
        """No network: both addresses lead to a closed port, as behind a dead line."""
        self.cloud.stop()
        self.operator.set_mode("down")

    def let_through(self) -> None:
        """The network is back, at the same addresses."""
        self.cloud.start()
        self.operator.set_mode("up")

    def whole_receipts(self) -> Counter[int]:
        """How many whole receipts of each sale lie on the paper, by the sale's number.

        Whole is from the line with the number to the last line; a receipt that broke off and was
        followed by another counts for nothing.
        """
        with self.printer.lock:
            papers = [receipt.text for receipt in self.printer.paper.receipts]
            papers.append(self.printer.paper.pending.text)
        return whole_receipts_of(papers)


def whole_receipts_of(papers: list[str]) -> Counter[int]:
    """The same from the texts of the papers, in order."""
    whole: Counter[int] = Counter()
    number = 0
    for found in itertools.chain.from_iterable(_HEAD.finditer(text) for text in papers):
        if found[1]:
            number = int(found[1])
        elif number:
            whole[number] += 1
            number = 0
    return whole
