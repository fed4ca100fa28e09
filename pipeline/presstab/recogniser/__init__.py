"""The entity recogniser: a small encoder in ONNX Runtime, from text to scored spans. No spaCy."""
