"""`warehouse report`: the annual report as a folder of pages, made of what is released."""
