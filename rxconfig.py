"""How the pages are built; how they are served is decided by `expense_app.asgi`."""

import reflex as rx

from expense_app.drawn_ahead import DrawnAhead
from expense_app.lighter import Lighter
from expense_app.reconnecting import Spread
from expense_app.same_origin import SameOrigin

config = rx.Config(
    app_name="expense_app",
    api_url="http://localhost",  # a name the client takes for the page's own host; SameOrigin adds scheme and port
    cors_allowed_origins=[],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[SameOrigin(), Spread(), DrawnAhead(), Lighter()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    frontend_lazy_bundled_libraries=True,
    frontend_compression_formats=["brotli", "gzip"],
)
