"""When something is open: hours as an operator writes them, and the window that is open now or next."""
