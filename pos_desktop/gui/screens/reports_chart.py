"""A card with the chart of a report: its title, what stands out, and the chart it wants."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from pos_desktop.domain.reports.behind import Behind
from pos_desktop.gui import theme
from pos_desktop.gui.screens.reports_views import ChartView
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.charts import BarChart, HeatMap, LineChart, ShareBars
from pos_desktop.gui.widgets.labels import ElidedLabel, Label

_PLAIN_ROW_PX = 44


class ChartCard(Card):
    """behind_wanted(Behind, what it is said to be); switched: to the other chart of the same."""

    behind_wanted = Signal(object, str)
    switched = Signal()

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=6)
        self._view: ChartView | None = None
        self._title = Label("", theme.BODY, theme.SEMIBOLD)
        self._note = ElidedLabel("", theme.SMALL, theme.REGULAR, "ink_soft", right=True)
        self.switch = KeyedButton(icon="chart-column", kind="ghost", arrange="row")
        self.switch.clicked.connect(self.switched)
        self.switch.hide()
        self.bars, self.line, self.map = BarChart(), LineChart(), HeatMap()
        self.shares = ShareBars(row_px=_PLAIN_ROW_PX)
        self._stack = QStackedWidget()
        for chart in (self.bars, self.line, self.map, self.shares):
            chart.pressed.connect(self._pressed)
            self._stack.addWidget(chart)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._note, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.switch)
        self.body().addLayout(head)
        self.body().addWidget(self._stack, 1)

    def show_view(self, view: ChartView) -> None:
        """Another chart."""
        self._view = view
        self._title.setText(view.title)
        self._note.setText(view.note)
        for upright in (self.bars, self.line):
            upright.set_axis(view.unit.axis)
        chart = {"bars": self.bars, "line": self.line, "map": self.map, "shares": self.shares}[
            view.kind
        ]
        chart.set_name(view.title)
        if view.kind == "map":
            self.map.set_grid(list(view.rows), list(view.columns), view.points)
        elif view.kind == "shares":
            self.shares.set_shares(view.points, list(view.shares))
        else:
            chart.set_points(view.points)
        self._stack.setCurrentWidget(chart)

    def set_switch(self, text: str, icon: str) -> None:
        """Name the button to the other chart; "" for none."""
        self.switch.setText(text)
        self.switch.set_icon(icon)
        self.switch.setVisible(bool(text))

    def shares_px(self) -> int:
        """How high the card is with all its shares."""
        return self.shares.sizeHint().height() + 62

    def _pressed(self, index: int) -> None:
        view = self._view
        behind: Behind | None = view.behind[index] if view is not None else None
        if view is not None and behind is not None:
            self.behind_wanted.emit(behind, view.points[index].text.partition(": ")[0])
