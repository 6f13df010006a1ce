"""The pages and the socket they live on. Everything lasting is in `backend`; a page can be rebuilt from it at any time."""
