"""Envelopes: sealed on a device that cannot open them again, opened only here.

A device in the field seals what was not sent yet to this installation's public key: an ephemeral key agreement on P-256,
HKDF-SHA-256, AES-256-GCM. The private key is derived from the home's master key, so it is kept and saved with it and no
second secret has to be looked after. Layout: mark (3), key's name (8), the device's point (65), nonce (12), body with tag.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tonggong.base.privacy.keys import key

MARK = b"TG1"
NAME, POINT, NONCE, TAG = 8, 65, 12, 16
OVERHEAD = len(MARK) + NAME + POINT + NONCE + TAG  # bytes that an envelope is longer than what lies in it
INFO = b"tonggong envelope 1"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)


class EnvelopeBroken(Exception):
    """It does not open: cut short, touched, or not an envelope."""


class ForeignEnvelope(EnvelopeBroken):
    """It was sealed to the key of another installation."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What devices seal to: the key's name (8 bytes) and its point (65 bytes, not compressed)."""

    name: bytes
    point: bytes


@cache
def _private() -> ec.EllipticCurvePrivateKey:
    wide = HKDFExpand(SHA256(), 48, info=INFO).derive(key("envelope"))  # 48 bytes: no value is likelier than another
    return ec.derive_private_key(int.from_bytes(wide, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


@cache
def public_key() -> PublicKey:
    """Return the key that devices seal to.

    Raises:
        KeyMissing: the home has no master key yet.
    """
    point = _private().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return PublicKey(hashlib.sha256(point).digest()[:NAME], point)


def open_envelope(sealed: bytes, bound: str) -> bytes:
    """Open what a device sealed.

    Args:
        bound: what the device bound in, in clear beside the envelope (the entry's key): another one does not open it.

    Raises:
        ForeignEnvelope: for another installation's key.
        EnvelopeBroken: cut short, touched, or bound to something else.
    """
    if len(sealed) < OVERHEAD or sealed[: len(MARK)] != MARK:
        raise EnvelopeBroken
    place = len(MARK)
    name, place = sealed[place : place + NAME], place + NAME
    point, place = sealed[place : place + POINT], place + POINT
    nonce, body = sealed[place : place + NONCE], sealed[place + NONCE :]
    if name != public_key().name:
        raise ForeignEnvelope
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = _private().exchange(ec.ECDH(), theirs)
        secret = HKDF(SHA256(), 32, salt=point, info=INFO).derive(shared)
        return AESGCM(secret).decrypt(nonce, body, bound.encode())
    except (ValueError, InvalidTag):
        raise EnvelopeBroken from None
