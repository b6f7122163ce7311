"""The program on a machine whose wall clock is off: ``python off_clock.py SECONDS serve``."""

import sys
import time
from datetime import timedelta

from chat import clock

_, off, *words = sys.argv
true_time, true_wall_time = time.time, clock.wall_time
time.time = lambda: true_time() + float(off)
clock.wall_time = lambda: true_wall_time() + timedelta(seconds=float(off))

# Whoever imports the wall time from here on gets the one that is off.
from chat.cli import main  # noqa: E402 - see above: the order matters

sys.exit(main(words))
