"""Sealing of identifiers: encrypted at rest, found again by a keyed blind index, shown only by their tail.

Ciphertext = two bytes of scheme and version, 12 bytes nonce, body with tag; the field's name is bound in as associated
data, so a value moved to another column does not open. AES-256-GCM by default, SM4-GCM by the setting TONGGONG_CIPHER.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Sequence
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tonggong.base.privacy.keys import key

AES, SM4 = b"A1", b"S1"
TAG = 16


class SealBroken(Exception):
    """A sealed value does not open: another key, another field, or it was touched."""


@cache
def _aes() -> AESGCM:
    return AESGCM(key("fields-aes"))


@cache
def _scheme() -> bytes:
    return SM4 if os.environ.get("TONGGONG_CIPHER", "aes").lower() == "sm4" else AES


def _sm4_seal(nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    seal_ = Cipher(algorithms.SM4(key("fields-sm4")[:16]), modes.GCM(nonce)).encryptor()
    seal_.authenticate_additional_data(bound)
    return seal_.update(plain) + seal_.finalize() + seal_.tag


def _sm4_open(nonce: bytes, body: bytes, bound: bytes) -> bytes:
    open_ = Cipher(algorithms.SM4(key("fields-sm4")[:16]), modes.GCM(nonce, body[-TAG:])).decryptor()
    open_.authenticate_additional_data(bound)
    return open_.update(body[:-TAG]) + open_.finalize()


def seal_bytes(field: str, plain: bytes) -> bytes:
    """Encrypt bytes for one named field."""
    nonce, bound, scheme = os.urandom(12), field.encode(), _scheme()
    body = _aes().encrypt(nonce, plain, bound) if scheme == AES else _sm4_seal(nonce, plain, bound)
    return scheme + nonce + body


def open_bytes(field: str, sealed: bytes | memoryview) -> bytes:
    """Decrypt what `seal_bytes` made.

    Raises:
        SealBroken: another key or field, or the value was touched.
    """
    sealed = bytes(sealed)
    scheme, nonce, body, bound = sealed[:2], sealed[2:14], sealed[14:], field.encode()
    try:
        if scheme == AES:
            return _aes().decrypt(nonce, body, bound)
        if scheme == SM4:
            return _sm4_open(nonce, body, bound)
    except InvalidTag:
        pass
    raise SealBroken(field)


def seal(field: str, text: str) -> bytes:
    """Encrypt a text for one named field, such as "person.citizen_id"."""
    return seal_bytes(field, text.encode())


def unseal(field: str, sealed: bytes | memoryview) -> str:
    """Decrypt a text. Raises SealBroken as `open_bytes`."""
    return open_bytes(field, sealed).decode()


def seal_many(field: str, texts: Iterable[str | None]) -> list[bytes | None]:
    """Encrypt a column; None stays None."""
    bound, aes = field.encode(), _aes()
    if _scheme() != AES:
        return [None if t is None else seal(field, t) for t in texts]
    texts = list(texts)
    noise = os.urandom(12 * len(texts))
    nonces = (noise[n : n + 12] for n in range(0, len(noise), 12))
    return [
        None if t is None else AES + nonce + aes.encrypt(nonce, t.encode(), bound)
        for t, nonce in zip(texts, nonces, strict=True)
    ]


def unseal_many(field: str, values: Sequence[bytes | memoryview | None]) -> list[str | None]:
    """Decrypt a column; None stays None. Raises SealBroken as `open_bytes`."""
    bound, aes = field.encode(), _aes()
    out: list[str | None] = []
    for value in values:
        if value is None:
            out.append(None)
            continue
        value = bytes(value)
        if value[:2] == AES:
            try:
                out.append(aes.decrypt(value[2:14], value[14:], bound).decode())
            except InvalidTag:
                raise SealBroken(field) from None
        else:
            out.append(unseal(field, value))
    return out


def blind_index(kind: str, text: str) -> bytes:
    """Return 16 keyed bytes by which an identifier is found without being readable. Upper-case and trimmed first."""
    return hmac.digest(key("index"), f"{kind}\0{text.strip().upper()}".encode(), "sha256")[:16]


def blind_indexes(kind: str, texts: Iterable[str | None]) -> list[bytes | None]:
    """Return the blind index of each text of a column; None stays None."""
    secret, start, digest = key("index"), f"{kind}\0", hmac.digest
    return [None if t is None else digest(secret, (start + t.strip().upper()).encode(), "sha256")[:16] for t in texts]


def row_hashes(texts: Iterable[str]) -> list[bytes]:
    """Return a keyed 12-byte hash of each row's content: enough to know a row again, useless without the key."""
    secret, blake = key("rows"), hashlib.blake2b
    return [blake(t.encode(), digest_size=12, key=secret).digest() for t in texts]
