"""The tie reader: which names, titles and organisations of a release belong together, learnt from annotated releases."""
