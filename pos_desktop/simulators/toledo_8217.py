"""The names by which tests of other packages still know the scale; see `simulators.scales`."""

from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scales.toledo_8217 import Toledo8217

__all__ = ["ScaleSimulator", "Toledo8217"]
