"""An import's report in words, for a terminal."""

from __future__ import annotations

from jaki_replica.areas.terms import ImportReport


def report_lines(report: ImportReport) -> list[str]:
    """The report as lines for a terminal."""
    levels = ", ".join(f"{count} of level {level}" for level, count in sorted(report.areas_per_level.items()))
    lines = [
        f"{report.features} features, {report.vertices} vertices",
        f"areas: {levels or 'none'}",
        f"missing: {len(report.missing)} {_some(report.missing)}".rstrip(),
        f"unknown: {len(report.unknown)} {_some(report.unknown)}".rstrip(),
        f"overlaps: {report.overlap_count}, {report.overlap_km2:.3f} km2 in all",
        f"gaps: {report.gap_count}, {report.gap_km2:.3f} km2 in all",
    ]
    lines += [f"refused: {fault}" for fault in report.faults]
    if report.set_number is not None:
        lines.append(f"area set {report.set_number} is in force")
    return lines


def _some(codes: tuple[str, ...]) -> str:
    shown = ", ".join(codes[:8])
    return f"({shown}{', ...' if len(codes) > 8 else ''})" if codes else ""
