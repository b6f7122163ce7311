"""What a planted fault breaks."""

from collections.abc import Callable

Law = Callable[..., object]
