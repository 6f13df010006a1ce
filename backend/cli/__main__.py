"""`python -m backend.cli` is `outlay`."""

from backend.cli.main import main

if __name__ == "__main__":
    main()
