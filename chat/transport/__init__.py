"""The edge: aiohttp and Socket.IO live here and nowhere else."""
