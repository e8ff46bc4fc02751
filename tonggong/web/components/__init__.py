"""The parts that every desk builds its pages from: the frame, the theme, the template tags. README.md shows how.

Knows no desk: a desk registers its pages with `navigation`.
"""
