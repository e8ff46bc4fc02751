"""A phone as its protocol has it, in Python: what it keeps, what it seals, what it does with an answer."""

import json
import struct
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from os import urandom
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tonggong.base.privacy.envelope import INFO, MARK, public_key

SETTLED = ("recorded", "conflict")


def packed(head: dict[str, Any], files: list[bytes] = ()) -> bytes:
    """The parcel that lies in an envelope."""
    told = json.dumps({**head, "sizes": [len(f) for f in files]}, ensure_ascii=False).encode()
    return struct.pack(">I", len(told)) + told + b"".join(files)


def sealed(plain: bytes, bound: str, name: bytes | None = None) -> bytes:
    """An envelope to the server, made as a device makes it."""
    mine = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key().point)
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    secret = HKDF(SHA256(), 32, salt=point, info=INFO).derive(mine.exchange(ec.ECDH(), theirs))
    nonce = urandom(12)
    body = AESGCM(secret).encrypt(nonce, plain, bound.encode())
    return MARK + (name or public_key().name) + point + nonce + body


@dataclass
class Device:
    """One phone of one worker: a queue of sealed entries and the receipts that came.

    Args:
        token, server_time: as the server gave them with the list.
        clock_error: how wrong the phone's clock is.
    """

    token: str
    server_time: datetime
    clock_error: timedelta = timedelta(0)
    queue: dict[str, bytes] = field(default_factory=dict)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def shows(self, instant: datetime) -> datetime:
        """What the phone's clock shows at an instant."""
        return instant + self.clock_error

    def keep(self, entry: dict[str, Any], papers: list[tuple[dict[str, Any], bytes]] = ()) -> None:
        """Seal an entry into the queue."""
        head = {
            "token": self.token,
            "downloaded": self.shows(self.server_time).timestamp() * 1000,
            "entry": entry,
            "papers": [said for said, _ in papers],
        }
        self.queue[entry["key"]] = sealed(packed(head, [data for _, data in papers]), entry["key"])

    def heard(self, answers: list[dict[str, Any]]) -> None:
        """Take answers: only what the server says that it holds leaves the queue."""
        for one in answers:
            if one["state"] in SETTLED and one["key"] in self.queue:
                del self.queue[one["key"]]
                self.receipts[one["key"]] = one
