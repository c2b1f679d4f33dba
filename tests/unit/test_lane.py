"""The lane: one piece of work after another, whatever one of them does."""

from __future__ import annotations

import threading

from pos_desktop.gui.lane import Lane


def test_work_is_done_in_order_and_a_failed_piece_does_not_end_the_lane():
    done: list[int] = []
    errors: list[BaseException] = []
    lane = Lane(errors.append)
    lane.start()
    lane.submit(lambda: done.append(1))
    lane.submit(lambda: done.append(1 // 0))
    lane.submit(lambda: done.append(3))
    assert lane.stop()
    assert done == [1, 3]
    assert [type(error) for error in errors] == [ZeroDivisionError]


def test_a_lane_that_is_stuck_and_full_says_so_and_lets_the_program_end():
    release = threading.Event()
    lane = Lane(lambda _error: None, capacity=1)
    lane.start()
    began = threading.Event()
    lane.submit(lambda: (began.set(), release.wait(10)))
    assert began.wait(10)
    assert lane.submit(lambda: None)
    assert not lane.submit(lambda: None)
    assert not lane.stop(timeout_seconds=0.05)
    release.set()
    assert lane.stop()
