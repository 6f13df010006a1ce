"""Parts that pages are made of: plain HTML elements and own stylesheet, no component library."""
