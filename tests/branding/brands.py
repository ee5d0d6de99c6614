"""The brands of the first regions and one that fails, for the tests of looks."""

from __future__ import annotations

from jaki_replica.tenancy.configuration.terms import Brand, Text


def brand(primary: str, accent: str, **other: object) -> Brand:
    """A brand with these colours; everything else is ordinary unless given."""
    values: dict[str, object] = {
        "portal": "Lapor Contoh",
        "letters": "LC",
        "corner": 12,
        "motif": "tumpal",
        "font": "plus-jakarta-sans",
        "promise": Text("Foto, kirim, pantau sampai beres."),
    }
    return Brand(primary=primary, accent=accent, **(values | other))  # type: ignore[arg-type]


FIVE = {
    "jakarta": brand("#1d3fb8", "#ff9a3d", portal="Lapor Jakarta", letters="JK", motif="tumpal"),
    "banda-aceh": brand("#08695f", "#ffcb47", portal="Lapor Banda Aceh", letters="BA", corner=16, motif="bintang"),
    "lampung": brand("#416312", "#ffb52e", portal="Lapor Lampung", letters="LP", corner=8, motif="siger"),
    "palembang": brand("#861a4f", "#ecb83e", portal="Lapor Palembang", letters="PB", corner=4, motif="tenun"),
    "maluku-utara": brand("#0a5a86", "#ff9273", portal="Lapor Maluku Utara", letters="MU", corner=20, motif="pulau"),
}
