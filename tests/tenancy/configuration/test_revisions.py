"""Revisions in a real database: numbered, append-only in spirit, and never over somebody else's unseen change."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import Conflict, Invalid, NotFound
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.configuration.actions import UnseenRevision
from jaki_replica.tenancy.configuration.cache import ConfigCache
from jaki_replica.tenancy.configuration.document import mark_of
from jaki_replica.tenancy.configuration.loading import load_text
from jaki_replica.tenancy.configuration.revisions import RevisionKind
from jaki_replica.tenancy.configuration.terms import RegionConfig
from tests.tenancy.configuration.changes import SMALL

AT = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def config() -> RegionConfig:
    return load_text(SMALL.encode(), "small.yaml")


def corner(config: RegionConfig, pixels: int) -> RegionConfig:
    return replace(config, brand=replace(config.brand, corner=pixels))


def apply(session: Session, config: RegionConfig, base: int | None, author: str = "ani") -> int:
    return actions.apply(session, config, author=author, reason="test", at=AT, base=base).number


def test_the_first_revision_is_number_one_and_comes_back_whole(region_session: Session, config: RegionConfig) -> None:
    assert queries.current(region_session) is None
    assert queries.plan(region_session, config).current is None
    assert apply(region_session, config, None) == 1
    found = queries.current(region_session)
    assert found is not None
    assert (found.kind, found.base_number, found.author, found.created_at) == (RevisionKind.APPLY, None, "ani", AT)
    assert queries.configuration(region_session) == config


def test_the_same_content_makes_no_new_revision_whatever_the_base(
    region_session: Session, config: RegionConfig
) -> None:
    for base in (None, None, 1, 99):
        assert apply(region_session, config, base) == 1
    assert queries.plan(region_session, config).is_empty
    assert [note.number for note in queries.history(region_session)] == [1]


def test_applying_over_an_unseen_revision_is_refused_with_its_difference(
    region_session: Session, config: RegionConfig
) -> None:
    apply(region_session, config, None)
    apply(region_session, corner(config, 8), 1, "budi")
    with pytest.raises(UnseenRevision) as refused:
        apply(region_session, corner(config, 20), 1)
    assert str(refused.value).splitlines() == [
        "Revision 2 by budi came after your revision 1; it changed: "
        "Export the revision in use, put your changes into it, and apply again.",
        "brand:",
        "  ~ brand.corner: 12 -> 8",
    ]
    assert queries.current_number(region_session) == 2


def test_a_file_without_a_base_is_refused_where_there_is_a_revision(
    region_session: Session, config: RegionConfig
) -> None:
    apply(region_session, config, None)
    with pytest.raises(Conflict) as refused:
        apply(region_session, corner(config, 20), None)
    assert "brand.corner: 12 -> 20" in str(refused.value)


def test_an_exported_file_knows_its_base_and_exports_the_same_bytes_again(
    region_session: Session, config: RegionConfig
) -> None:
    apply(region_session, config, None)
    text = queries.export(region_session)
    assert queries.base_number(region_session, mark_of(text)) == 1
    edited = load_text(text.replace("corner: 12", "corner: 8").encode(), "export.yaml")
    assert apply(region_session, edited, queries.base_number(region_session, mark_of(text))) == 2
    assert queries.export(region_session) != text
    assert apply(region_session, load_text(text.encode(), "export.yaml"), 2) == 3
    assert queries.export(region_session) == text
    assert queries.base_number(region_session, mark_of(text)) == 3
    assert queries.base_number(region_session, "0" * 16) is None


def test_rolling_back_makes_a_new_revision_with_the_old_content(region_session: Session, config: RegionConfig) -> None:
    apply(region_session, config, None)
    apply(region_session, corner(config, 8), 1)
    made = actions.rollback(region_session, 1, author="citra", reason="salah", at=AT, base=2)
    assert (made.number, made.base_number, made.kind) == (3, 2, RevisionKind.ROLLBACK)
    assert queries.configuration(region_session) == config
    assert [change.path for part in queries.between(region_session, 2, 3).sections for change in part.changes] == [
        "brand.corner"
    ]
    with pytest.raises(NotFound):
        actions.rollback(region_session, 9, author="citra", reason="salah", at=AT, base=3)


def test_a_region_cannot_become_another_one(region_session: Session, config: RegionConfig) -> None:
    apply(region_session, config, None)
    other = replace(config, identity=replace(config.identity, slug="ambon"))
    with pytest.raises(Invalid, match=r"region\.slug"):
        apply(region_session, other, 1)


def test_an_edit_that_breaks_a_rule_is_refused_with_its_path(region_session: Session, config: RegionConfig) -> None:
    apply(region_session, config, None)
    broken = replace(config, workflow=replace(config.workflow, arbiter="nobody"))
    with pytest.raises(Invalid) as refused:
        actions.edit(region_session, broken, author="ani", reason="test", at=AT, base=1)
    assert [fault.field for fault in refused.value.faults] == ["workflow.arbiter"]
    edited = actions.edit(region_session, corner(config, 8), author="ani", reason="test", at=AT, base=1)
    assert edited.kind is RevisionKind.EDIT


def test_of_two_who_apply_at_the_same_moment_one_wins_and_the_other_is_told(
    region_session: Session, config: RegionConfig
) -> None:
    apply(region_session, config, None)
    region_session.commit()
    bind = region_session.get_bind()
    together = Barrier(2)

    def change(pixels: int) -> str:
        with Session(bind) as session:
            queries.current(session)
            together.wait()
            try:
                apply(session, corner(config, pixels), 1)
                session.commit()
            except Conflict:
                session.rollback()
                return "refused"
            return "made"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(change, (8, 20))) == ["made", "refused"]
    region_session.expire_all()
    assert [note.number for note in queries.history(region_session)] == [2, 1]


def test_the_cache_reads_one_number_and_parses_only_what_is_new(region_session: Session, config: RegionConfig) -> None:
    cache = ConfigCache(size=2)
    with pytest.raises(NotFound):
        cache.load("a", region_session)
    apply(region_session, config, None)
    first = cache.load("a", region_session)
    asked = statements(region_session, lambda: cache.load("a", region_session))
    assert len(asked) == 1 and "document" not in asked[0]
    assert cache.load("a", region_session) is first
    apply(region_session, corner(config, 8), 1)
    assert cache.load("a", region_session).brand.corner == 8
    assert cache.loaded("a", region_session).number == 2


def test_the_cache_keeps_tenants_apart_and_drops_the_one_used_longest_ago(
    region_session: Session, config: RegionConfig
) -> None:
    apply(region_session, config, None)
    cache = ConfigCache(size=2)
    loaded = {key: cache.load(key, region_session) for key in ("a", "b")}
    assert loaded["a"] is not loaded["b"]
    cache.load("a", region_session)
    cache.load("c", region_session)
    assert cache.load("a", region_session) is loaded["a"]
    assert cache.load("b", region_session) is not loaded["b"]


def test_the_cache_may_be_shared_between_threads(region_session: Session, config: RegionConfig) -> None:
    apply(region_session, config, None)
    region_session.commit()
    bind = region_session.get_bind()
    cache = ConfigCache(size=3)

    def work(number: int) -> RegionConfig:
        with Session(bind) as session:
            return [cache.load(f"t{(number + n) % 5}", session) for n in range(20)][-1]

    with ThreadPoolExecutor(4) as threads:
        assert all(found == config for found in threads.map(work, range(8)))


def statements(session: Session, work: Callable[[], object]) -> list[str]:
    """The statements that `work` sends."""
    sent: list[str] = []
    connection = session.connection()

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    work()
    event.remove(connection, "before_cursor_execute", note)
    return sent
