"""The words of each step of an explanation."""

from __future__ import annotations

from collections.abc import Mapping

from jaki_replica.routing.terms import Step, StepCode
from jaki_replica.tenancy.configuration.terms import Text

SENTENCES: Mapping[StepCode, Text] = {
    StepCode.MATTER: Text("{category} di {area}.", "{category} in {area}."),
    StepCode.BY_CATEGORY: Text(
        "Di seluruh wilayah, kategori ini milik {owner}.", "In the whole region this category belongs to {owner}."
    ),
    StepCode.BY_ROUTE: Text(
        "Di {place} ada pengecualian untuk {matter}: milik {owner}. Alasannya: {why}",
        "In {place} there is an exception for {matter}: it belongs to {owner}. The reason: {why}",
    ),
    StepCode.LESS_SPECIFIC: Text(
        "Pengecualian di {place} untuk {matter} lebih umum, jadi tidak dipakai.",
        "The exception in {place} for {matter} is more general and does not count.",
    ),
    StepCode.AREA_OWNER: Text("{unit} bertanggung jawab atas {area}.", "{unit} answers for {area}."),
    StepCode.AREA_OWNER_ABOVE: Text(
        "{area} tidak punya pejabat sendiri; {unit} di atasnya yang bertanggung jawab.",
        "{area} has no official of its own; {unit} above it answers for it.",
    ),
    StepCode.AGENCY: Text("{unit} menanganinya di seluruh wilayah.", "{unit} handles it in the whole region."),
    StepCode.BRANCH: Text("{unit} menanganinya di {area}.", "{unit} handles it in {area}."),
    StepCode.POSITION: Text("{unit} menanganinya untuk {area}.", "{unit} handles it for {area}."),
    StepCode.REFERRAL: Text(
        "Ini wewenang {body}, di luar pemerintah ini; laporannya dialihkan ke sana.",
        "This is a matter of {body}, outside this government; the report is referred there.",
    ),
    StepCode.NOBODY: Text(
        "Untuk {area} tidak ditemukan {owner}; {unit} memutuskan siapa yang menangani.",
        "For {area}, {owner} was not found; {unit} decides who handles it.",
    ),
    StepCode.SENSITIVE: Text(
        "Kategori ini peka: hanya pemiliknya yang melihat.", "This category is sensitive: only its owner sees it."
    ),
    StepCode.AREA_FIRST: Text(
        "{unit} memeriksa lebih dulu karena terjadi di wilayahnya.", "{unit} looks first, as it is in its area."
    ),
    StepCode.NO_AREA_OFFICIAL: Text(
        "{area} tidak punya pejabat dari pemerintah ini, jadi langsung ke pemiliknya.",
        "{area} has no official of this government, so it goes straight to its owner.",
    ),
    StepCode.OWNER_FIRST: Text("Laporan langsung masuk ke {unit}.", "The report goes straight to {unit}."),
    StepCode.KEEPER: Text(
        "{unit} mengalihkan dan mengawasi jawabannya.", "{unit} refers it and watches over the answer."
    ),
    StepCode.ACTING: Text(
        "{title} sedang dijabat {tenure}; laporan tetap masuk ke {unit}.",
        "{title} is held by an acting official ({tenure}); the report still goes to {unit}.",
    ),
    StepCode.VACANT: Text(
        "Jabatan {title} kosong, jadi {unit} di atasnya yang menerima.",
        "The post {title} is vacant, so {unit} above it receives it.",
    ),
    StepCode.ALL_VACANT: Text(
        "Jabatan {title} kosong dan semua di atasnya juga; laporan tetap di {unit}.",
        "The post {title} is vacant and so are all above it; the report stays with {unit}.",
    ),
}


def sentence(step: Step, language: str) -> str:
    """The step in words, in `language` ("id" or "en")."""
    values = {name: v.in_language(language) if isinstance(v, Text) else v for name, v in step.values.items()}
    return SENTENCES[step.code].in_language(language).format(**values)
