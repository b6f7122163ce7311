"""The median of what was measured, beside its bound."""

from __future__ import annotations

import statistics


def report(name: str, taken: list[float], wanted: float | None = None) -> bool:
    """Print the median and the spread beside what is wanted, None when nothing is; whether the median is within it."""
    median = statistics.median(taken)
    line = f"  {name:<20} median {median:7.0f} ms   {min(taken):7.0f} to {max(taken):.0f} ms"
    met = wanted is None or median <= wanted
    print(
        line if wanted is None else f"{line}   wanted {wanted:.0f} ms: {'met' if met else 'NOT met'}",
        flush=True,
    )
    return met
