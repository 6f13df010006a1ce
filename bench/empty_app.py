"""The framework with one small state and nothing else: what an event costs before there is a product. The floor of `bench.site`."""

import reflex as rx
from starlette.types import ASGIApp


class Counter(rx.State):
    """All there is."""

    count: int = 0

    @rx.event
    def step(self) -> None:
        """One more."""
        self.count += 1


def create() -> ASGIApp:
    """A bare app whose one handler adds one; its states lie in the Redis that `REFLEX_REDIS_URL` names."""
    app = rx.App()
    app.add_page(lambda: rx.text(Counter.count), route="/")
    return app()
