"""Why a file is refused, as English lines for terminals."""

from __future__ import annotations

from jaki_replica.officials.sheets.terms import Refusal, Refused

REFUSALS = {
    Refusal.EMPTY: "The file is empty.",
    Refusal.TOO_BIG: "The file is larger than {most} MB.",
    Refusal.TOO_MANY_ROWS: "The file has more than {most} rows, or cells far below the list; take the rest out.",
    Refusal.UNPACKS_TOO_BIG: "The file unpacks to more than {most} MB; save the list alone in a new file.",
    Refusal.MACROS: "The file holds macros; save it as .xlsx.",
    Refusal.PASSWORD: "The file is protected by a password; save it without.",
    Refusal.OLD_FORMAT: "The file is in the old .xls format; save it as .xlsx.",
    Refusal.OTHER_FORMAT: "The file is neither XLSX nor CSV.",
    Refusal.DAMAGED: "The file is damaged; open it, and save it again as .xlsx.",
    Refusal.NOT_TEXT: "The file is neither XLSX nor text.",
    Refusal.NO_HEADINGS: "No row of headings with Nama and Kode jabatan or Jabatan is in the first {most} rows.",
    Refusal.HEADING_TWICE: "The heading {heading} is there twice ({cell}).",
    Refusal.HEADING_MERGED: "The headings are merged ({cell}); part them.",
}


def refusal_line(refused: Refused) -> str:
    """The reason with what to do."""
    return REFUSALS[refused.why].format(**refused.values)
