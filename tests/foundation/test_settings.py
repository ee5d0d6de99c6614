"""Settings are read completely or not at all: every fault is told at once, and no secret is ever told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica import settings as module
from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.places import PACKAGE
from jaki_replica.settings import Environment, read_settings
from jaki_replica.settings import given as all_given

EXAMPLE = PACKAGE.parent / "config" / "example.env"
NAME = re.compile(r"(?:text|number|whole|switch|database|networks|master_key)\(\s*\"([A-Z_]+)\"")
KEY = "00112233445566778899aabbccddeeff" * 2
GOOD = {
    "MASTER_KEY": KEY,
    "DATABASE_URL": "postgresql://jaki:geheim@db.example:5432/jaki",
    "REDIS_URL": "redis://:geheim@redis.example:6379/0",
}
SECRETS = ("geheim", KEY)


def refused(**values: str) -> dict[str, str]:
    """The faults by name, with their words; a value of nothing takes the name away."""
    merged = {k: v for k, v in (GOOD | values).items() if v is not None}
    with pytest.raises(Invalid) as found:
        read_settings(merged)
    return {fault.field: str(fault) for fault in found.value.faults}


def test_three_names_are_enough() -> None:
    found = read_settings(GOOD)
    assert (found.environment, found.port, found.base_domain) == (Environment.DEVELOPMENT, 8000, "localhost")
    assert found.platform_url.username == "jaki_platform"
    assert found.platform_url.host == "db.example"


def test_every_fault_is_told_at_once_with_an_example() -> None:
    wrong = {
        "MASTER_KEY": "short",
        "DATABASE_URL": "mysql://u:geheim@h/d",
        "REDIS_URL": "http://x",
        "ENVIRONMENT": "home",
        "BASE_DOMAIN": "Not A Host",
        "PORT": "eighty",
        "HTTPS": "perhaps",
        "ENGINES": "0",
        "POOL_SIZE": "2.5",
        "POOL_OVERFLOW": "-1",
        "TRUSTED_PROXIES": "10.0.0.0/99",
        "DATABASE_ROLE_PREFIX": "Ä",
        "BODY_LIMIT_MB": "nan",
        "REGISTRY_SECONDS": "inf",
        "METRICS_TOKEN": "short",
        "LOG_LEVEL": "LOUD",
        "SMTP_PORT": "70000",
        "SMTP_SENDER": "nobody",
        "SMTP_STARTTLS": "1",
    }
    found = refused(**wrong)
    assert found.keys() == wrong.keys()
    assert all("for example" in words for words in found.values())
    assert refused(**dict.fromkeys(GOOD, "")).keys() == GOOD.keys()


@pytest.mark.parametrize(
    "key",
    [KEY + "0", KEY[:-1], KEY[:-2] + "zz", "", " " + KEY, KEY + "\n"],
    ids=["odd", "short", "letters", "none", "space", "line"],
)
def test_a_master_key_that_is_not_whole_is_never_taken(key: str) -> None:
    assert "MASTER_KEY" in refused(MASTER_KEY=key)


def test_in_production_a_key_that_repeats_itself_is_refused() -> None:
    assert read_settings(GOOD | {"MASTER_KEY": "5a" * 32}).master_key == b"Z" * 32
    assert "guessed" in refused(MASTER_KEY="5a" * 32, ENVIRONMENT="production")["MASTER_KEY"]


@pytest.mark.parametrize("url", ["postgresql://h", "postgresql://u:geheim@h:port/d", "sqlite:///x", "geheim", "://"])
def test_an_address_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    words = refused(DATABASE_URL=url)["DATABASE_URL"]
    assert "geheim" not in words


def test_a_process_may_have_the_platforms_login_only() -> None:
    only = {k: v for k, v in GOOD.items() if k != "DATABASE_URL"}
    found = read_settings(only | {"PLATFORM_DATABASE_URL": "postgresql://web:geheim@h/d"})
    assert found.owner_url is None
    assert found.platform_url.username == "web"


def test_no_secret_is_in_what_a_settings_object_shows_of_itself() -> None:
    found = read_settings(GOOD | {"SMTP_PASSWORD": "geheim", "METRICS_TOKEN": "geheim" * 4})
    for shown in (repr(found), str(found), f"{found}", repr(found.mail), repr([found])):
        assert not [s for s in SECRETS if s in shown]
        assert repr(found.master_key) not in shown


@given(
    st.dictionaries(
        st.sampled_from(sorted({*NAME.findall(Path(module.__file__).read_text())})),
        st.text(st.characters(codec="ascii", exclude_characters="\0"), min_size=1).map(lambda t: f"geheim{t}"),
    )
)
def test_whatever_the_values_are_they_are_taken_or_refused_without_being_repeated(values: dict[str, str]) -> None:
    try:
        shown = repr(read_settings(values))
    except Invalid as error:
        shown = "\n".join([str(error), error.remedy, *map(str, error.faults)])
        assert "geheim" not in shown
    for name in ("MASTER_KEY", "DATABASE_URL", "REDIS_URL", "SMTP_PASSWORD", "METRICS_TOKEN"):
        assert values.get(name, "\0") not in shown


def test_the_environment_wins_over_the_file_and_the_file_over_what_was_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "installation.env").write_text("PORT='1'\nBASE_DOMAIN='noted.example'\nENGINES='3'\n")
    (tmp_path / ".env").write_text("PORT=2\nBASE_DOMAIN=file.example\nSMTP_PASSWORD='a${HOME}b'\n")
    monkeypatch.setenv("PORT", "4")
    found = all_given(tmp_path)
    assert [found[n] for n in ("PORT", "BASE_DOMAIN", "ENGINES")] == ["4", "file.example", "3"]
    assert found["SMTP_PASSWORD"] == "a${HOME}b"


def test_a_file_in_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("SMTP_SENDER=kötä@x".encode("utf-16"))
    with pytest.raises(Invalid, match=r"\.env is not a text in UTF-8"):
        all_given(tmp_path)


def example() -> dict[str, str]:
    """Every name in the example file with its value, also where the line is commented out."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return dict(re.fullmatch(r"#?([A-Z_]+)=(.*)", line).groups() for line in lines if re.match(r"#?[A-Z_]+=", line))  # type: ignore[misc, union-attr]


def test_the_example_file_names_every_setting_and_no_other() -> None:
    names = set(NAME.findall(Path(module.__file__).read_text(encoding="utf-8")))
    assert names >= {"MASTER_KEY", "PORT", "SMTP_HOST"}
    assert set(example()) == names


def test_the_values_of_the_example_file_are_valid_and_explained() -> None:
    read_settings(example())
    read_settings(example() | {"ENVIRONMENT": "production"})
    blocks = EXAMPLE.read_text(encoding="utf-8").strip().split("\n\n")
    for block in blocks:
        assert block.startswith("# "), block


def test_production_needs_a_relay_and_elsewhere_mails_without_one_become_files() -> None:
    assert "is not set" in refused(ENVIRONMENT="production")["SMTP_HOST"]
    mail = read_settings(GOOD).mail
    assert (mail.host, mail.folder) == ("", Path("var/mail"))
