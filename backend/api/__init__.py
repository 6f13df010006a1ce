"""The HTTP API: one file a resource, on conventions that hold for all of them."""
