"""From a bare machine to running processes: the data folder, the embedded servers, the processes and their supervisor.

Nothing here knows what the product does. It is entered by `backend.cli` and by the tests, which start the same servers.
"""
