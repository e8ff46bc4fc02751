"""Numbers that pass their check digits: citizen IDs (GB 11643-1999), unified social credit codes (GB 32100-2015), phones."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tonggong.practice import dates

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Places people of Panjin come from: other cities of Liaoning, then the provinces around, then farther ones.
ELSEWHERE = (
    "210102 210104 210106 210111 210202 210212 210302 210303 210321 210381 210402 210502 210602 210682 210702 210711 210726 210727 210781 210782 "
    "210802 210804 210811 210881 210902 210921 210922 211002 211021 211081 211202 211224 211302 211321 211382 211402 211421 211481 150402 150422 "
    "150502 150523 220102 220182 220322 220422 220802 230102 230221 230523 231102 370102 370786 371302 371724 410102 411402 411522 320311 340621 "
    "130202 130229 130802 140106 510104 511902 420106 430124 330106 440106"
).split()


def seventeen(prefix: np.ndarray, birth: np.ndarray, serial: np.ndarray) -> np.ndarray:
    """The first 17 digits as an integer."""
    year, month, of_month = dates.ymd(birth)
    return prefix.astype(np.int64) * 10**11 + (year * 10000 + month * 100 + of_month).astype(np.int64) * 1000 + serial


def check_positions(front: np.ndarray) -> np.ndarray:
    """Position in `ID_CHECKS` of each number's check character."""
    total = np.zeros(len(front), np.int64)
    rest = front.copy()
    for weight in reversed(ID_WEIGHTS):
        rest, digit = np.divmod(rest, 10)
        total += digit * weight
    return total % 11


def id_array(front: np.ndarray) -> pa.Array:
    """Citizen IDs of 18 characters."""
    return pc.binary_join_element_wise(
        pa.array(front).cast(pa.string()), pa.array(list(ID_CHECKS)).take(pa.array(check_positions(front))), ""
    )


def serials(rng: np.random.Generator, sex: np.ndarray) -> np.ndarray:
    """Three-digit serial numbers, odd for men (1) and even for women (2)."""
    return rng.integers(0, 500, len(sex)) * 2 + (sex == 1)


def distinct_fronts(rng: np.random.Generator, prefix: np.ndarray, birth: np.ndarray, sex: np.ndarray) -> np.ndarray:
    """First 17 digits, all different: where two persons would share a number the later one is given another serial."""
    front = seventeen(prefix, birth, serials(rng, sex))
    for _ in range(60):
        order = np.argsort(front, kind="stable")
        again = order[1:][front[order[1:]] == front[order[:-1]]]
        if not len(again):
            return front
        front[again] = seventeen(prefix[again], birth[again], serials(rng, sex[again]))
    raise ValueError("too many persons for the numbers there are")


def prefixes(
    rng: np.random.Generator, county: np.ndarray, birth: np.ndarray, home_codes: tuple[int, ...]
) -> np.ndarray:
    """Six leading digits: mostly one's own county, of 大洼 the old 大洼县 (211121) for those registered before 2016."""
    n = len(county)
    where = np.where(rng.random(n) < 0.08, rng.integers(0, len(home_codes), n), county)
    code = np.array(home_codes, np.int64)[where]
    code = np.where((code == 211104) & (birth < dates.day("2016-06-01")), 211121, code)
    weights = 1 / np.arange(4, len(ELSEWHERE) + 4)
    far = rng.choice(np.array(ELSEWHERE, np.int64), n, p=weights / weights.sum())
    return np.where(rng.random(n) < 0.12, far, code)


def uscc(rng: np.random.Generator, kinds: list[str], divisions: list[str]) -> np.ndarray:
    """One code a unit, kind being its first two characters and division its registering office; all different."""
    codes, seen = [], set()
    for kind, division in zip(kinds, divisions, strict=True):
        while True:
            body = "".join(USCC_ALPHABET[k] for k in [*rng.integers(1, 10, 1), *rng.integers(0, 31, 7)])
            code = with_checks(kind + division, body)
            if code not in seen:
                break
        seen.add(code)
        codes.append(code)
    return np.array(codes, object)


def with_checks(front: str, body: str) -> str:
    """The 18-character code of eight leading characters and the organisation's eight, with both check characters."""
    own = (
        11 - sum(ORGANISATION_ALPHABET.index(c) * w for c, w in zip(body, ORGANISATION_WEIGHTS, strict=True)) % 11
    ) % 11
    code = front + body + ("X" if own == 10 else str(own))
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(code, USCC_WEIGHTS, strict=True))
    return code + USCC_ALPHABET[(31 - total % 31) % 31]


PHONE_STARTS = np.array(
    [
        130,
        131,
        132,
        135,
        136,
        137,
        138,
        139,
        150,
        151,
        152,
        155,
        156,
        157,
        158,
        159,
        166,
        176,
        177,
        178,
        182,
        183,
        186,
        187,
        188,
        189,
        198,
    ]
)


def phones(rng: np.random.Generator, n: int) -> np.ndarray:
    """Mobile numbers as integers of 11 digits."""
    return rng.choice(PHONE_STARTS, n).astype(np.int64) * 10**8 + rng.integers(0, 10**8, n)
