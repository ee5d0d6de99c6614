"""The regions shipped with the project look as they should: contrast, motif, pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaki_replica.branding import rules
from jaki_replica.branding.theme import check_values
from jaki_replica.tenancy.configuration.loading import load_file
from jaki_replica.ui.static_files import icon_names

FILES = sorted((Path(__file__).parent.parent.parent / "tenants").glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_region_has_a_readable_brand_and_only_pictures_that_exist(file: Path) -> None:
    region = load_file(file)
    check_values(region.brand)
    assert rules.check_readable(region.brand).passes
    named = {service.icon for service in region.services} | {group.icon for group in region.groups}
    assert named <= icon_names()
