"""The networks that ship with quotecheck: their files, checked, and how ONNX Runtime runs them."""
