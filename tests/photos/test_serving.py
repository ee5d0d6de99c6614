"""A photo is shown to who was given its link, for a while, and to nobody who changes a letter of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jaki_replica.foundation.errors import DomainError, Forbidden, NotFound
from jaki_replica.foundation.files.disk import DiskStore
from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.keys import key_of
from jaki_replica.photos.serving import HOLDS, Served, Signer, link, serve
from jaki_replica.photos.terms import Variant

AT = datetime(2026, 4, 1, 3, 25, tzinfo=UTC)
OURS = Signer("11" * 16, b"k" * 32)
THEIRS = replace(OURS, tenant_key="22" * 16)
PHOTO, OTHER = new_id(), new_id()


@pytest.fixture
def store(store: DiskStore) -> DiskStore:
    for signer in (OURS, THEIRS):
        for photo_id in (PHOTO, OTHER):
            for variant in Variant:
                content = f"{signer.tenant_key}/{photo_id}/{variant}".encode()
                store.put(key_of(signer.tenant_key, photo_id, variant), content)
    return store


def parts_of(address: str) -> tuple[tuple[str, str], str, str]:
    split = urlsplit(address)
    _, foto, photo_id, variant = split.path.split("/")
    assert foto == "foto"
    query = parse_qs(split.query)
    return (photo_id, variant), query["s"][0], query["t"][0]


def follow(store: DiskStore, address: str, signer: Signer = OURS, at: datetime = AT) -> Served:
    path, signature, end = parts_of(address)
    return serve(store, signer, path, signature, end, at=at)


def test_a_link_shows_its_photo_and_says_how_long_to_keep_it(store: DiskStore) -> None:
    found = follow(store, link(PHOTO, Variant.SMALL, OURS, at=AT))
    assert found.content == f"{OURS.tenant_key}/{PHOTO}/320".encode()
    assert found.content_type == "image/webp"
    assert found.headers["Cache-Control"] == f"private, max-age={95 * 60}, immutable"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found.headers["Content-Security-Policy"]


def test_a_link_stays_the_same_within_an_hour_and_holds_at_least_one(store: DiskStore) -> None:
    first = link(PHOTO, Variant.SMALL, OURS, at=AT)
    assert link(PHOTO, Variant.SMALL, OURS, at=AT + timedelta(minutes=34)) == first
    late = link(PHOTO, Variant.SMALL, OURS, at=AT + timedelta(minutes=36))
    assert late != first
    assert follow(store, late, at=AT + timedelta(minutes=36) + HOLDS)


def test_a_link_ends(store: DiskStore) -> None:
    address = link(PHOTO, Variant.LARGE, OURS, at=AT)
    last = AT + timedelta(minutes=95)
    assert follow(store, address, at=last - timedelta(seconds=1))
    with pytest.raises(Forbidden, match="ended"):
        follow(store, address, at=last)


def test_a_link_of_one_tenant_is_nothing_at_another(store: DiskStore) -> None:
    with pytest.raises(Forbidden):
        follow(store, link(PHOTO, Variant.SMALL, OURS, at=AT), THEIRS)


def test_a_link_made_with_another_key_is_nothing(store: DiskStore) -> None:
    with pytest.raises(Forbidden):
        follow(store, link(PHOTO, Variant.SMALL, replace(OURS, key=b"x" * 32), at=AT))


def test_no_part_of_a_link_can_be_changed(store: DiskStore) -> None:
    path, signature, end = parts_of(link(PHOTO, Variant.SMALL, OURS, at=AT))
    for changed in ((str(OTHER), "320"), (path[0], "1280")):
        with pytest.raises(Forbidden):
            serve(store, OURS, changed, signature, end, at=AT)
    for later in (
        str(int(end) + 1),
        str(int(end) * 10),
        f" {end}",
        f"+{end}",
        f"0{end}",
        f"{end}\n",
        "",
        "nan",
        "٣" * 10,
    ):
        with pytest.raises(Forbidden):
            serve(store, OURS, path, signature, later, at=AT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(signature=st.text(max_size=60))
def test_no_guessed_signature_is_right(store: DiskStore, signature: str) -> None:
    path, _, end = parts_of(link(PHOTO, Variant.SMALL, OURS, at=AT))
    with pytest.raises(Forbidden):
        serve(store, OURS, path, signature, end, at=AT)


def test_every_letter_of_the_signature_counts(store: DiskStore) -> None:
    path, signature, end = parts_of(link(PHOTO, Variant.SMALL, OURS, at=AT))
    for at in range(len(signature)):
        changed = signature[:at] + ("A" if signature[at] != "A" else "B") + signature[at + 1 :]
        with pytest.raises(Forbidden):
            serve(store, OURS, path, changed, end, at=AT)


def test_the_original_is_never_shown_not_even_with_a_link(store: DiskStore) -> None:
    with pytest.raises(Forbidden):
        link(PHOTO, Variant.ORIGINAL, OURS, at=AT)
    with pytest.raises(Forbidden):
        serve(store, OURS, (str(PHOTO), "original"), "x", "1775000000", at=AT)


@pytest.mark.parametrize(
    "path",
    [
        ("../../etc/passwd", "320"),
        (str(PHOTO), "../original"),
        (str(PHOTO), "640"),
        (str(PHOTO).upper(), "320"),
        (PHOTO.hex, "320"),
        (f"{{{PHOTO}}}", "320"),
        ("", ""),
        ("\0", "320"),
    ],
)
def test_what_names_no_photo_is_not_found(store: DiskStore, path: tuple[str, str]) -> None:
    with pytest.raises(NotFound):
        serve(store, OURS, path, "x", "1775000000", at=AT)


def test_a_photo_that_is_not_ready_is_not_found(store: DiskStore) -> None:
    with pytest.raises(NotFound):
        follow(store, link(new_id(), Variant.SMALL, OURS, at=AT))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(st.text(max_size=40), st.text(max_size=10)), st.text(max_size=50), st.text(max_size=20))
def test_whatever_is_asked_is_answered_or_refused(
    store: DiskStore, path: tuple[str, str], signature: str, end: str
) -> None:
    with pytest.raises(DomainError):
        serve(store, OURS, path, signature, end, at=AT)


def test_a_link_looks_as_the_page_expects() -> None:
    address = link(UUID(int=7, version=4), Variant.LARGE, OURS, at=AT)
    assert address.startswith("/foto/00000000-0000-4000-8000-000000000007/1280?s=")
