"""Figures and what is published of them (指标、通报).

An indicator is rows plus a measure; a figure keeps the rows it was made of, so that the number on the screen and the
list behind it cannot disagree. Owns figures, their rows, and circulars frozen with them.
"""
