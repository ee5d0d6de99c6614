"""What messages to reporters say, step by step, in plain Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and body of one message; both are templates over `Values`."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Values:
    """What a message may name. Nothing in it says who the reporter is."""

    number: str
    portal: str
    unit: str
    text: str
    date: str
    link: str
    external: str = ""


CLOSING = {
    "id": "\n\nIkuti laporan Anda di sini:\n{link}\n\nJangan bagikan tautan ini. Siapa pun yang memegangnya dapat"
    " bertindak sebagai pelapor.\nAnda tidak perlu membalas surat ini.\n\n{portal}",
    "en": "\n\nFollow your report here:\n{link}\n\nDo not share this link. Whoever holds it can act as the reporter."
    "\nYou need not answer this mail.\n\n{portal}",
}

TEXTS: dict[str, dict[str, Words]] = {
    "file": {
        "id": Words(
            "Laporan {number} kami terima",
            "Terima kasih. Laporan Anda sudah kami terima.\nNomornya {number}.\nYang menangani: {unit}.\n"
            "Batas selesai: {date}.",
        ),
        "en": Words(
            "We have your report {number}",
            "Thank you. We have your report.\nIts number is {number}.\nIt is with {unit}.\nIt is due on {date}.",
        ),
    },
    "start": {
        "id": Words("Laporan {number} mulai dikerjakan", "{unit} mulai mengerjakan laporan Anda.\n{text}"),
        "en": Words("Work on report {number} has begun", "{unit} has begun to work on your report.\n{text}"),
    },
    "pass_on": {
        "id": Words(
            "Laporan {number} diteruskan",
            "Laporan Anda diteruskan ke {unit}.\nAlasannya: {text}\n"
            "Hitungan hari tetap berjalan, tidak mulai dari nol.",
        ),
        "en": Words(
            "Report {number} was passed on",
            "Your report was passed on to {unit}.\nThe reason: {text}\nThe days go on counting; they do not restart.",
        ),
    },
    "accept": {
        "id": Words("Laporan {number} mulai dikerjakan", "{unit} menerima laporan Anda dan mengerjakannya.\n{text}"),
        "en": Words("Work on report {number} has begun", "{unit} has taken your report and works on it.\n{text}"),
    },
    "return": {
        "id": Words(
            "Laporan {number} dikembalikan",
            "Unit yang diminta bukan pemiliknya. Sekarang ditangani {unit}.\nAlasannya: {text}\n"
            "Hitungan hari tetap berjalan, tidak mulai dari nol.",
        ),
        "en": Words(
            "Report {number} was given back",
            "The unit that was asked does not own it. It is with {unit} now.\nThe reason: {text}\n"
            "The days go on counting; they do not restart.",
        ),
    },
    "instruct": {
        "id": Words("Laporan {number} ditugaskan", "{unit} ditugaskan mengerjakan laporan Anda.\n{text}"),
        "en": Words("Report {number} was assigned", "{unit} was told to work on your report.\n{text}"),
    },
    "decide_owner": {
        "id": Words(
            "Sudah diputuskan siapa yang mengerjakan laporan {number}",
            "Penengah memutuskan: {unit} yang mengerjakan.\nAlasannya: {text}",
        ),
        "en": Words(
            "It is decided who works on report {number}",
            "The arbiter decided: {unit} works on it.\nThe reason: {text}",
        ),
    },
    "relocate": {
        "id": Words(
            "Tempat atau jenis laporan {number} diperbaiki",
            "Petugas memperbaiki tempat atau jenis laporan Anda. Sekarang ditangani {unit}.\nAlasannya: {text}\n"
            "Menurut Anda salah? Tulis lewat tautan di bawah bila petugas bertanya atau menyatakan selesai.",
        ),
        "en": Words(
            "Place or kind of report {number} was corrected",
            "The crew corrected the place or the kind of your report. It is with {unit} now.\nThe reason: {text}\n"
            "Do you think that is wrong? Say so through the link below when the crew asks or says that it is fixed.",
        ),
    },
    "stop_waiting": {
        "id": Words(
            "Waktu menjawab tentang laporan {number} habis",
            "Kami belum mendapat jawaban Anda. {unit} melanjutkan dengan yang ada; hitungan hari berjalan lagi.",
        ),
        "en": Words(
            "The time to answer about report {number} is over",
            "We have no answer from you. {unit} goes on with what there is; the days count again.",
        ),
    },
    "ask": {
        "id": Words(
            "Ada pertanyaan tentang laporan {number}", "Petugas bertanya:\n\n{text}\n\nJawab lewat tautan di bawah."
        ),
        "en": Words("A question about report {number}", "The crew asks:\n\n{text}\n\nAnswer through the link below."),
    },
    "answer": {
        "id": Words("Jawaban untuk laporan {number}", "{unit} menjawab:\n\n{text}"),
        "en": Words("An answer to report {number}", "{unit} answers:\n\n{text}"),
    },
    "approve_date": {
        "id": Words(
            "Laporan {number} dijadwalkan", "Pekerjaan ini butuh waktu lebih lama. Dijanjikan selesai {date}.\n{text}"
        ),
        "en": Words("Report {number} has a date", "This work takes longer. It is promised for {date}.\n{text}"),
    },
    "claim_done": {
        "id": Words(
            "Laporan {number} dinyatakan selesai",
            "Petugas menyatakan pekerjaan selesai. Orang lain sedang memeriksa buktinya.\n{text}",
        ),
        "en": Words(
            "Report {number} is said to be fixed",
            "The crew says the work is done. Somebody else is checking the proof.\n{text}",
        ),
    },
    "accept_fix": {
        "id": Words(
            "Sudah beres? Laporan {number}",
            "Buktinya diterima. Apakah menurut Anda sudah beres?\nJawab ya atau belum lewat tautan di bawah.",
        ),
        "en": Words(
            "Is it fixed? Report {number}",
            "The proof was accepted. Is it fixed as you see it?\nSay yes or no through the link below.",
        ),
    },
    "refuse_fix": {
        "id": Words("Laporan {number} dikerjakan ulang", "Buktinya belum cukup. Laporan kembali ke petugas.\n{text}"),
        "en": Words("Report {number} goes back to work", "The proof was not enough. The crew has it again.\n{text}"),
    },
    "not_fixed": {
        "id": Words(
            "Laporan {number} dibuka lagi", "Anda bilang belum beres. Laporan dibuka lagi, hari tidak mulai dari nol."
        ),
        "en": Words("Report {number} is open again", "You said it is not fixed. It is open again; the days go on."),
    },
    "reopen": {
        "id": Words("Laporan {number} dibuka lagi", "Keberatan Anda diterima. Laporan dibuka lagi.\n{text}"),
        "en": Words("Report {number} is open again", "Your objection was accepted. The report is open again.\n{text}"),
    },
    "uphold": {
        "id": Words("Keberatan atas laporan {number} sudah diputus", "Laporan ditutup.\nAlasannya: {text}"),
        "en": Words("Your objection to report {number} was decided", "The report is closed.\nThe reason: {text}"),
    },
    "refer": {
        "id": Words(
            "Laporan {number} diteruskan ke instansi lain",
            "Ini wewenang instansi lain: {unit}.\n{text}\nAnda tetap bisa mengikutinya di sini.",
        ),
        "en": Words(
            "Report {number} was passed to another body",
            "This is the matter of another body: {unit}.\n{text}\nYou can still follow it here.",
        ),
    },
    "acknowledge": {
        "id": Words(
            "Laporan {number} diterima instansi lain",
            "{unit} sudah menerima laporan Anda.\nNomornya di sana: {external}\n{text}",
        ),
        "en": Words(
            "Report {number} has reached the other body",
            "{unit} has received your report.\nIts number there: {external}\n{text}",
        ),
    },
    "take_back": {
        "id": Words(
            "Laporan {number} kembali ke kami",
            "Instansi lain tidak menanganinya. Kembali ke {unit}.\nAlasannya: {text}",
        ),
        "en": Words(
            "Report {number} is back with us", "The other body does not take it. It is with {unit}.\nThe reason: {text}"
        ),
    },
    "reject": {
        "id": Words("Laporan {number} tidak dapat dikerjakan", "Laporan ini tidak bisa dikerjakan.\n{text}"),
        "en": Words("Report {number} cannot be worked on", "This report cannot be worked on.\n{text}"),
    },
    "merge": {
        "id": Words("Laporan {number} disatukan", "Ada laporan lain tentang hal yang sama. Keduanya kami satukan."),
        "en": Words("Report {number} was joined to another", "There is another report about the same. We joined them."),
    },
    "close": {
        "id": Words("Laporan {number} ditutup", "Kami tidak mendengar keberatan, jadi laporan ini ditutup."),
        "en": Words("Report {number} is closed", "We heard no objection, so the report is closed."),
    },
}


def message(key: str, language: str, values: Values) -> Words | None:
    """Subject and body of the message for a step; None for a step that tells nobody."""
    found = TEXTS.get(key)
    if found is None:
        return None
    language = language if language in found else "id"
    words = found[language]
    given = {name: getattr(values, name) for name in Values.__slots__}
    body = words.body.format(**given).rstrip() + CLOSING[language].format(**given)
    return Words(" ".join(words.subject.format(**given).split()), body)


CODE = {
    "id": Words(
        "Kode untuk laporan {number}",
        "Seseorang meminta kode untuk membuka laporan {number} di {portal}.\n\nKodenya: {code}\n\n"
        "Berlaku sampai {until}, sekali pakai. Jangan berikan kepada siapa pun, juga kepada petugas.\n"
        "Bukan Anda yang meminta? Abaikan surat ini; tanpa kode laporan Anda tetap tertutup.",
    ),
    "en": Words(
        "A code for report {number}",
        "Somebody asked for a code to open report {number} at {portal}.\n\nThe code: {code}\n\n"
        "It holds until {until} and works once. Give it to nobody, not even to officials.\n"
        "Was it not you? Ignore this mail; without the code your report stays closed.",
    ),
}


def code_message(language: str, *, number: str, portal: str, code: str, until: str) -> Words:
    """Subject and body of the mail that carries a one-time code; it holds no link."""
    words = CODE.get(language, CODE["id"])
    given = {"number": number, "portal": portal, "code": code, "until": until}
    return Words(words.subject.format(**given), words.body.format(**given))


LATE = Words(
    "{count} laporan lewat batas, Anda diberi tahu",
    "Yth. {title},\n\nLaporan di bawah Anda ini lewat batas waktunya:\n\n{lines}\n\nBuka di meja petugas:\n{desk}\n\n"
    "Surat ini tercatat di riwayat tiap laporan. Anda tidak perlu membalasnya.\n\n{portal}",
)


def late_message(*, title: str, portal: str, desk: str, lines: list[str]) -> Words:
    """The mail to a superior about complaints below him that are late; nothing in it was written by a reporter."""
    given = {"title": title, "portal": portal, "desk": desk, "lines": "\n".join(lines), "count": str(len(lines))}
    return Words(LATE.subject.format(**given), LATE.body.format(**given))
