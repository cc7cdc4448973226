"""`phiguard.detection.checks`: check digits and forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phiguard.detection import checks

GOOD = {
    checks.npi: ["1234567893", "1245319599"],
    checks.dea: ["AB1234563"],
    checks.vin: ["1HGCM82633A004352", "1M8GDM9AXKP042788"],
    checks.imei: ["490154203237518"],
    checks.card: ["4111 1111 1111 1111", "378282246310005", "5555555555554444"],
    checks.iban: ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"],
    checks.aba: ["021000021", "011401533"],
    checks.loinc: ["718-7", "2345-7", "75622-1"],
    checks.snomed: ["22298006", "44054006"],
    checks.gtin14: ["00844588003288"],
    checks.ssn: ["042-10-3580", "062360749"],
    checks.nanp: ["(937) 555-0123", "+19375550123"],
    checks.likely_phone: ["555-0123", "+44 7700 900123", "937.555.0123 x12"],
    checks.is_hash: [
        "f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a",
        "0cc175b9c0f1b6a831c399e269772661",
        "ZnZ9q1u7b0uFq3c2Qk1m8yq0Jw4yq0Jw4yq0Jw4yq0M=",
    ],
    checks.date_like: [
        "1944-09-21",
        "9/21/1944",
        "19440921",
        "21 Sep 1944",
        "September 21, 1944",
        "-797385600",
        "datetime.date(1944, 9, 21)",
    ],
    checks.plausible_date: ["1944-09-21", "12/31/2020", "19440921", "Mar 3, 2024"],
    checks.global_ip: ["26.184.3.77", "2600:1f18:4a:9::17"],
}
BAD = {
    checks.npi: ["1234567890", "3234567893", "123456789"],
    checks.dea: ["AB1234564"],
    checks.vin: ["1HGCM82643A004352", "IHGCM82633A004352", "1" * 17],
    checks.imei: ["490154203237519", "0" * 15],
    checks.card: ["4111 1111 1111 1112", "1234567812345670", "0" * 16],
    checks.iban: ["DE88 3704 0044 0532 0130 00", "DE89"],
    checks.aba: ["021000022", "991000021"],
    checks.loinc: ["718-8"],
    checks.snomed: ["44054007", "123", "44054136"],
    checks.gtin14: ["00844588003289", "123"],
    checks.ssn: ["000-12-3456", "666-12-3456", "900-12-3456", "042-00-3580", "042-10-0000", "111111111"],
    checks.nanp: ["137-555-0123", "937-155-0123", "911-555-0123", "5555555555"],
    checks.likely_phone: ["12345", "order-937555", "5555555555", "9375550123 and more words"],
    checks.is_hash: ["f" * 64, "0cc175b9", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
    checks.date_like: ["soon", "12", "3.14"],
    checks.plausible_date: ["1944-19-41", "33/33/2020", "18440921"],
    checks.global_ip: ["10.0.0.1", "192.0.2.1", "1.2.3", "::1", "fe80::1"],
}


@pytest.mark.parametrize(("check", "text"), [(check, text) for check, texts in GOOD.items() for text in texts])
def test_valid_numbers_pass(check: Callable[[str], bool], text: str) -> None:
    """Published examples and values with right check digits pass."""
    assert check(text)


@pytest.mark.parametrize(("check", "text"), [(check, text) for check, texts in BAD.items() for text in texts])
def test_invalid_numbers_fail(check: Callable[[str], bool], text: str) -> None:
    """A wrong digit, an unissued range or a placeholder fails."""
    assert not check(text)


@given(st.text("0123456789", min_size=2, max_size=30), st.integers(0, 29), st.integers(1, 9))
def test_luhn_notices_every_single_wrong_digit(digits: str, place: int, change: int) -> None:
    """Of all numbers that differ in one digit at most one is valid."""
    place %= len(digits)
    other = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    assert not (checks.luhn(digits) and checks.luhn(other))


@given(st.text("0123456789", min_size=7, max_size=15))
def test_verhoeff_notices_swapped_neighbours(digits: str) -> None:
    """A valid SNOMED identifier is invalid with two different neighbouring digits swapped."""
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if swapped != digits:
            assert not (checks.snomed(digits) and checks.snomed(swapped))
