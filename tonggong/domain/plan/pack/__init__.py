"""Reading a city pack: a folder of files becomes checked facts, or a list of faults with file, line and field.

Nothing here touches the database. `read_pack` is the only door.
"""

from tonggong.domain.plan.pack.facts import CityPack, PackError, PackUnknown
from tonggong.domain.plan.pack.folder import find_pack, read_pack

__all__ = ["CityPack", "PackError", "PackUnknown", "find_pack", "read_pack"]
