"""`jaki tenants check|plan|apply|export|diff|history|rollback`: a region's file and its revisions."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jaki_replica.cli.context import actor, runtime
from jaki_replica.cli.speaking import as_json, refusals_as_lines, table
from jaki_replica.cli.tenants import FILE, tenants
from jaki_replica.foundation import clock
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.configuration.difference import plan_lines
from jaki_replica.tenancy.configuration.json_schema import json_schema
from jaki_replica.tenancy.configuration.loading import check_files, load_file, read_base
