"""Reading real files: workbooks and text tables as offices make them, into columns of text with the rows' numbers.

`files` opens what was sent, `layout` finds the heading and says what each column means, `sheet` cuts out the rows.
"""

from tonggong.base.intake.reading.files import WrongFile
from tonggong.base.intake.reading.layout import Layout, Mapped
from tonggong.base.intake.reading.sheet import Sheet, read

__all__ = ["Layout", "Mapped", "Sheet", "WrongFile", "read"]
