"""PURE: who is on when: shifts, signing up for them, swapping, and whether they agree with the opening hours.

=============  ======================================================================
room           what it holds
=============  ======================================================================
``model``      a shift and its places, as values
``errors``     everything that can be refused about a shift
``signing``    up, off, and a place that goes from one to another
``planning``   shifts that are made, changed and cancelled
``coverage``   who is on now, which shifts are short, and where hours and shifts differ
=============  ======================================================================

Moments are whole seconds since 1970. What a local time means on a day on which the clocks change is decided where
opening hours are read, so that a shift written like an opening lasts as long as it.
"""
