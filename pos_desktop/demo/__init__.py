"""The demo's composition root: virtual devices, a fiscal operator and a cloud on loopback, and the
settings with which a register finds them. May import the simulators, hardware and everything below
them, never app or gui: the command line ties the two together. To add a part: start it in `world`,
name its endpoint in `start`, and give it a place in ports.World.
"""

from pos_desktop.cloud.settings import DEMO_PAIRING_CODE
from pos_desktop.demo.start import start_world
from pos_desktop.demo.training import start_training
from pos_desktop.demo.world import DemoWorld, WorldOptions

__all__ = ["DEMO_PAIRING_CODE", "DemoWorld", "WorldOptions", "start_training", "start_world"]
