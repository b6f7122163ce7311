"""Adapters that hold things. Only ``server`` imports them."""
