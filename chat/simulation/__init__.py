"""Generated days, played through the desk's own rules at many thousand times real time (``luister simulate``)."""
