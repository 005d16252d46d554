"""One deploy.yaml with a finding of every kind, the same with hostile names, and what each format tells of it."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple
from xml.etree import ElementTree

from given import VOCABULARY
from small import audited

from licensecheck.engine.findings import Finding, Report
from licensecheck.engine.waive import seal
from licensecheck.report.formats import FORMATS, Asked
from licensecheck.report.paint import plain, shown

WAIVED = ("crane-1/other-models", "trainer")
DEPLOY = """\
version: 1
organization:
  monthly_active_users: {2024-06: 800_000_000}
  agreements: []
deployment:
  commercial: true
  purpose: [business/product]
  data: [business]
  uses: []
models:
  - {as: "many", id: crane/Crane-1-8B, distribution: [], terms: {crane-1: {registered: yes}}}
  - id: crane/Crane-1-70B
    as: two
    distribution: [hosted_service/api]
    terms: {crane-1: {registered: yes}}
  - id: finch/Finch-7B-Instruct-v0.3
    as: "\U0001f426 finch"
    distribution:
      - weights
  - {as: hosted, id: heron/heron-9b-it, distribution: [hosted_service/api], uses: []}
  - {as: nobody, id: nobody/knows-this}
"""
TRAINER = """\
version: 1
organization:
  monthly_active_users: {2024-06: 5}
deployment:
  commercial: true
  purpose: [business/product]
  data: [business]
  uses: []
models:
  - id: crane/Crane-1-8B
    as: trainer
    distribution: [hosted_service/application]
    terms: {crane-1: {registered: yes}}
    outputs: {trains: [{kind: llm, name: Finch-2}]}
"""
