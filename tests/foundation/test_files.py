"""A file store keeps what it is given, whole, under keys that cannot leave their place; disk and bucket alike."""

from __future__ import annotations

import io
import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer

from jaki_replica.foundation.errors import Forbidden, NotFound, Unavailable
from jaki_replica.foundation.files import Bucket, BucketStore, DiskStore, FilesSettings, FileStore, links, open_store
from jaki_replica.foundation.files.store import check_key

KEY = "0123456789abcdef0123456789abcdef/photos/0190b1f0-0000-7000-8000-000000000001/original"
OTHER = KEY.replace("original", "1280.webp")
AT = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A real S3 server on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def bucket(endpoint: str) -> Bucket:
    found = Bucket(endpoint, "jaki-files", "masuk", "rahasia-sekali", "ap-southeast-3", encrypted=True)
    _client(found).create_bucket(Bucket=found.name, CreateBucketConfiguration={"LocationConstraint": found.region})
    return found


def _client(bucket: Bucket):  # type: ignore[no-untyped-def]
    """Another maker's client, to see what ours has done."""
    return boto3.client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name=bucket.region,
        aws_access_key_id=bucket.access_key,
        aws_secret_access_key=bucket.secret_key,
    )


@pytest.fixture(params=["disk", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "disk":
        return open_store(FilesSettings(tmp_path / "files"))
    return open_store(FilesSettings(tmp_path / "files", request.getfixturevalue("bucket")))


@pytest.mark.parametrize("content", [b"", b"\0\xff" * 10, os.urandom(6_000_000)])
def test_what_is_put_is_read_back(store: FileStore, content: bytes) -> None:
    store.put(KEY, content)
    assert store.exists(KEY)
    assert store.read(KEY) == content
    with store.open(KEY) as file:
        assert file.read(4) == content[:4]
    assert type(store.read(KEY)) is bytes


def test_a_stream_is_kept_like_bytes(store: FileStore) -> None:
    content = os.urandom(7_000_000)
    store.put(KEY, io.BytesIO(content))
    assert store.read(KEY) == content


def test_the_same_key_again_replaces_the_file(store: FileStore) -> None:
    store.put(KEY, b"long before")
    store.put(KEY, b"after")
    assert store.read(KEY) == b"after"


def test_what_was_never_put_is_not_found(store: FileStore) -> None:
    absent = KEY.replace("original", "320.webp")
    assert not store.exists(absent)
    for read in (store.read, store.open):
        with pytest.raises(NotFound):
            read(absent)


def test_a_discarded_file_is_gone_and_its_neighbour_stays(store: FileStore) -> None:
    store.put(KEY, b"one")
    store.put(OTHER, b"two")
    store.discard(OTHER)
    store.discard(OTHER)
    assert not store.exists(OTHER)
    assert store.read(KEY) == b"one"
    store.discard(KEY)
    assert not store.exists(KEY)


BAD_KEYS = [
    "",
    "one",
    "/a/b",
    "a//b",
    "a/b/",
    "a/../b",
    "../a/b",
    "a/./b",
    "a/.hidden",
    "a/b..webp",
    "a\\..\\b/c",
    "a/b\0c",
    "a/b\n",
    "a/B",
    "a/é",
    "a/%2e%2e/b",
    "a/" + "b" * 400,
]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_that_could_leave_its_place_is_refused_everywhere(store: FileStore, key: str) -> None:
    for use in (store.read, store.open, store.exists, store.discard, lambda k: store.put(k, b"x")):
        with pytest.raises(ValueError, match="not a file key"):
            use(key)


@given(st.text(alphabet="ab./\\\0-_%~", max_size=30))
def test_no_key_leads_out_of_the_folder(key: str) -> None:
    root = Path("/srv/files")
    try:
        check_key(key)
    except ValueError:
        return
    path = Path(os.path.normpath(DiskStore(root).path_of(key)))
    assert path.is_relative_to(root / key.split("/")[0])


def test_files_on_disk_are_for_their_owner_only(tmp_path: Path) -> None:
    store = DiskStore(tmp_path / "new" / "files")
    store.put(KEY, b"x")
    path = store.path_of(KEY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent, tmp_path / "new"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


class Breaks(io.RawIOBase):
    """A source that ends in the middle."""

    def __init__(self) -> None:
        self.left = 3

    def read(self, size: int = -1) -> bytes:
        self.left -= 1
        if not self.left:
            raise OSError("the line went dead")
        return b"x" * 1000


def test_a_source_that_breaks_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    store.put(KEY, b"old")
    with pytest.raises(OSError, match="dead"):
        store.put(KEY, Breaks())  # type: ignore[arg-type]
    assert store.read(KEY) == b"old"
    assert [path.name for path in store.path_of(KEY).parent.iterdir()] == ["original"]


def test_readers_see_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    versions = [bytes([letter]) * 300_000 for letter in b"abcdef"]
    store.put(KEY, versions[0])
    seen: list[bytes] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            seen.append(store.read(KEY))

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for version in versions * 5:
        store.put(KEY, version)
    ended.set()
    for reader in readers:
        reader.join()
    assert seen
    assert set(seen) <= set(versions)


def test_a_tenants_files_lie_apart_and_are_spread(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    keys = [f"{tenant}/photos/{number:032x}/original" for tenant in ("aa", "bb") for number in range(300)]
    paths = [store.path_of(key) for key in keys]
    assert len(set(paths)) == 600
    assert {path.relative_to(tmp_path).parts[0] for path in paths} == {"aa", "bb"}
    assert len({path.relative_to(tmp_path).parts[:2] for path in paths}) > 250


def test_files_in_a_bucket_have_the_same_keys_and_are_encrypted_there(bucket: Bucket) -> None:
    BucketStore(bucket).put(KEY, b"isi")
    found = _client(bucket).get_object(Bucket=bucket.name, Key=KEY)
    assert found["Body"].read() == b"isi"
    assert found["ServerSideEncryption"] == "AES256"


def test_a_bucket_that_does_not_answer_is_told_without_its_secrets(bucket: Bucket) -> None:
    away = BucketStore(Bucket("http://127.0.0.1:9", "jaki-files", "masuk", "rahasia-sekali"))
    for use in (away.read, away.exists, away.discard, lambda key: away.put(key, b"x")):
        with pytest.raises(Unavailable) as caught:
            use(KEY)
        assert "127.0.0.1" not in str(caught.value)
        assert caught.value.__cause__ is None
    assert "rahasia" not in repr(bucket)
    assert "masuk" not in repr(bucket)


def test_a_bucket_that_is_not_there_is_a_fault_of_the_store_when_written(endpoint: str) -> None:
    nowhere = BucketStore(Bucket(endpoint, "tidak-ada", "masuk", "rahasia-sekali"))
    with pytest.raises(Unavailable):
        nowhere.put(KEY, b"x")


PARTS = ("photo", "42", "320")


def test_a_signature_holds_for_its_parts_tenant_key_and_end_alone() -> None:
    ends = AT + timedelta(hours=1)
    signature = links.sign(PARTS, tenant_key="aa", expires_at=ends, key=b"k")
    good = {"tenant_key": "aa", "end": links.end_of(ends), "signature": signature, "key": b"k", "at": AT}
    links.check(PARTS, **good)  # type: ignore[arg-type]
    for parts, changed in (
        (("photo", "423", "20"), {}),
        (("photo", "42"), {}),
        (PARTS, {"tenant_key": "bb"}),
        (PARTS, {"key": b"q"}),
        (PARTS, {"end": str(int(links.end_of(ends)) + 1)}),
        (PARTS, {"signature": signature + "="}),
        (PARTS, {"signature": signature[:-1]}),
        (PARTS, {"signature": "\ud800é"}),
        (PARTS, {"at": ends}),
    ):
        with pytest.raises(Forbidden):
            links.check(parts, **(good | changed))  # type: ignore[arg-type]
