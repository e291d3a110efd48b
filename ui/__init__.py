"""Shows: Qt pages over the pipeline's services. The only package that imports Qt widgets."""
