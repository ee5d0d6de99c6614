"""The words of the desk: actions as buttons, steps of the history as titles, deadlines and places as sentences."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.complaints.terms import Action
from jaki_replica.ui.words import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class ActionWords:
    """How an action is offered: the button, its picture, what it asks for and why."""

    button: object
    picture: str
    text: object = ""
    hint: object = ""
    past: object = ""


READ_BY_REPORTER = _l("Dibaca pelapor; bila laporannya terbuka, dibaca semua orang. Gunakan kalimat biasa.")
READ_BY_COLLEAGUES = _l("Dibaca unit penerima dan tampil di riwayat.")

ACTIONS: dict[Action, ActionWords] = {
    Action.FILE: ActionWords("", "inbox", past=_l("Laporan diterima")),
    Action.START: ActionWords(_l("Mulai kerjakan"), "wrench", past=_l("Mulai dikerjakan")),
    Action.PASS_ON: ActionWords(
        _l("Teruskan ke unit lain"),
        "send",
        _l("Mengapa unit itu yang memiliki?"),
        READ_BY_COLLEAGUES,
        _l("Diteruskan ke %(unit)s"),
    ),
    Action.ACCEPT: ActionWords(_l("Terima, ini milik kami"), "circle-check", past=_l("Diterima, mulai dikerjakan")),
    Action.RETURN: ActionWords(
        _l("Kembalikan ke pengirim"),
        "undo-2",
        _l("Mengapa bukan milik unit Anda?"),
        READ_BY_COLLEAGUES,
        _l("Dikembalikan ke %(unit)s"),
    ),
    Action.DECIDE_OWNER: ActionWords(
        _l("Putuskan pemilik"),
        "scale",
        _l("Dasar keputusan"),
        READ_BY_COLLEAGUES,
        _l("Diputuskan menjadi milik %(unit)s"),
    ),
    Action.INSTRUCT: ActionWords(
        _l("Tugaskan unit di bawah"),
        "users",
        _l("Apa yang harus dikerjakan?"),
        READ_BY_COLLEAGUES,
        _l("Ditugaskan ke %(unit)s"),
    ),
    Action.ASK: ActionWords(
        _l("Tanya pelapor"),
        "circle-help",
        _l("Pertanyaan Anda"),
        _l(
            "Dibaca pelapor, dan semua orang bila laporannya terbuka. Hitungan hari berhenti sampai dijawab; banyaknya"
            " pertanyaan dan lamanya ada batasnya."
        ),
        _l("Bertanya kepada pelapor"),
    ),
    Action.REPLY: ActionWords("", "message-circle", past=_l("Pelapor menjawab")),
    Action.STOP_WAITING: ActionWords("", "clock", past=_l("Menunggu pelapor berakhir, hitungan berjalan lagi")),
    Action.ANSWER: ActionWords(
        _l("Jawab pelapor"), "message-square", _l("Jawaban Anda"), READ_BY_REPORTER, _l("Jawaban kepada pelapor")
    ),
    Action.REQUEST_DATE: ActionWords(
        _l("Ajukan jadwal (EWS)"),
        "calendar",
        _l("Mengapa perlu waktu lebih lama?"),
        _l("Atasan menyetujui. Alasan dan tanggalnya dilihat pelapor."),
        _l("Mengajukan tanggal selesai"),
    ),
    Action.APPROVE_DATE: ActionWords(
        _l("Setujui tanggal"),
        "calendar-check",
        _l("Catatan"),
        READ_BY_REPORTER,
        _l("Tanggal selesai disetujui"),
    ),
    Action.DECLINE_DATE: ActionWords(
        _l("Tolak tanggal"),
        "x",
        _l("Mengapa tanggalnya tidak disetujui?"),
        READ_BY_COLLEAGUES,
        _l("Tanggal tidak disetujui"),
    ),
    Action.CLAIM_DONE: ActionWords(
        _l("Nyatakan selesai"),
        "camera",
        _l("Apa yang sudah dikerjakan?"),
        READ_BY_REPORTER,
        _l("Dinyatakan selesai, menunggu validasi"),
    ),
    Action.ACCEPT_FIX: ActionWords(_l("Terima bukti"), "check", _l("Catatan"), READ_BY_REPORTER, _l("Bukti diterima")),
    Action.REFUSE_FIX: ActionWords(
        _l("Kembalikan ke petugas"),
        "undo-2",
        _l("Mengapa buktinya belum cukup?"),
        READ_BY_COLLEAGUES,
        _l("Bukti dikembalikan"),
    ),
    Action.CONFIRM: ActionWords("", "check", past=_l("Pelapor menyatakan sudah beres")),
    Action.NOT_FIXED: ActionWords("", "x", past=_l("Pelapor menyatakan belum beres")),
    Action.DISPUTE: ActionWords("", "scale", past=_l("Pelapor meminta putusan penengah")),
    Action.REOPEN: ActionWords(
        _l("Buka kembali"),
        "history",
        _l("Dasar keputusan"),
        READ_BY_REPORTER,
        _l("Dibuka kembali oleh penengah"),
    ),
    Action.UPHOLD: ActionWords(
        _l("Nyatakan sudah beres"),
        "badge-check",
        _l("Dasar keputusan"),
        READ_BY_REPORTER,
        _l("Penengah menyatakan sudah beres"),
    ),
    Action.CLOSE: ActionWords("", "lock", past=_l("Ditutup karena tidak ada keberatan")),
    Action.REFER: ActionWords(
        _l("Alihkan ke instansi lain"),
        "arrow-up-right",
        _l("Mengapa bukan wewenang pemerintah ini?"),
        READ_BY_REPORTER,
        _l("Dialihkan ke instansi lain"),
    ),
    Action.ACKNOWLEDGE: ActionWords(
        _l("Catat tanda terima"),
        "receipt-text",
        _l("Catatan"),
        READ_BY_REPORTER,
        _l("Instansi lain menerima laporan ini"),
    ),
    Action.TAKE_BACK: ActionWords(
        _l("Ambil kembali"),
        "undo-2",
        _l("Mengapa instansi itu tidak menanganinya?"),
        READ_BY_REPORTER,
        _l("Diambil kembali dari instansi lain"),
    ),
    Action.ESCALATE: ActionWords("", "bell-ring", past=_l("Lewat batas, %(unit)s diberi tahu")),
    Action.PROPOSE_REJECTION: ActionWords(
        _l("Usulkan penolakan"),
        "circle-x",
        _l("Penjelasan"),
        _l("Orang kedua memeriksa usulan ini."),
        _l("Penolakan diusulkan"),
    ),
    Action.REJECT: ActionWords(_l("Tolak laporan"), "circle-x", _l("Catatan"), READ_BY_REPORTER, _l("Laporan ditolak")),
    Action.DECLINE_REJECTION: ActionWords(
        _l("Jangan tolak, kembalikan"),
        "undo-2",
        _l("Mengapa laporan ini tetap harus dikerjakan?"),
        READ_BY_COLLEAGUES,
        _l("Usulan penolakan tidak diterima"),
    ),
    Action.MERGE: ActionWords(
        _l("Gabungkan dengan laporan lain"),
        "git-merge",
        _l("Catatan"),
        READ_BY_REPORTER,
        _l("Digabung dengan laporan lain"),
    ),
    Action.WITHDRAW: ActionWords("", "x", past=_l("Pelapor membatalkan laporan")),
    Action.RELOCATE: ActionWords(
        _l("Perbaiki tempat atau kategori"),
        "map-pin",
        _l("Apa yang keliru?"),
        READ_BY_COLLEAGUES,
        _l("Tempat atau kategori diperbaiki"),
    ),
    Action.REVEAL: ActionWords("", "lock-keyhole", past=_l("Identitas pelapor dibuka")),
}

STEPS = {
    "verify": _l("Periksa"),
    "accept": _l("Terima atau kembalikan"),
    "answer": _l("Jawaban pertama"),
    "amber": _l("Kuning"),
    "red": _l("Merah"),
    "finish": _l("Batas selesai"),
    "validate": _l("Validasi"),
    "reporter": _l("Jawaban pelapor"),
    "acknowledge": _l("Tanda terima instansi lain"),
    "legal": _l("Batas undang-undang"),
}

GLOSSARY = (
    (
        _l("Koordinasi"),
        _l("Diteruskan ke unit lain, yang menerima atau mengembalikannya. Hitungan hari tetap berjalan."),
    ),
    (_l("Disposisi"), _l("Dinas menugaskan unit di bawahnya untuk mengerjakan.")),
    (
        _l("Terjadwal (EWS)"),
        _l("Tanggal selesai yang lebih jauh, dengan alasan. Disetujui atasan dan dilihat pelapor."),
    ),
    (_l("Validasi"), _l("Orang kedua memeriksa bukti. Tidak ada yang memeriksa pekerjaannya sendiri.")),
    (
        _l("Diperbaiki lagi (TL ditolak)"),
        _l("Tindak lanjutnya (TL) belum diterima pemeriksa. Hitungan hari berjalan lagi dari tempatnya berhenti."),
    ),
    (
        _l("Kuning, merah, selesai"),
        _l("Kuning mengingatkan. Merah tercatat sebagai pelampauan pejabatnya. Selesai adalah janji kepada warga."),
    ),
    (_l("Hari kerja"), _l("Hari buka kantor. Libur nasional, cuti bersama, dan libur daerah tidak dihitung.")),
    (_l("Privat"), _l("Tidak tampil di halaman umum. Petugas tetap mengerjakannya.")),
)

HOW = {
    "inside": _l("Titiknya ada di dalam batas wilayah ini."),
    "near": _l("Titiknya sedikit di luar batas; ini wilayah terdekat."),
    "chosen": _l("Wilayah dipilih pelapor."),
    "outside": _l("Titiknya di luar wilayah."),
}

SOURCES_USED = {
    "pin": _l("Dipakai: pin yang digeser pelapor"),
    "device": _l("Dipakai: posisi ponsel pelapor"),
    "photo": _l("Dipakai: titik di foto"),
    "area": _l("Dipakai: wilayah yang dipilih pelapor, tanpa titik"),
}
SOURCES_OTHER = {
    "pin": _l("Pin yang digeser pelapor"),
    "device": _l("Posisi ponsel pelapor"),
    "photo": _l("Titik di foto"),
    "area": _l("Wilayah yang dipilih pelapor"),
}

FAULTS = {
    "text": _l("Isi penjelasannya."),
    "unit": _l("Pilih unit dari daftar."),
    "photo": _l("Tambahkan foto hasil pekerjaan."),
    "date": _l("Pilih tanggal sesudah hari ini."),
    "reason_code": _l("Pilih alasan dari daftar."),
    "target": _l("Pilih instansi dari daftar."),
    "external_number": _l("Tulis nomor laporan ini di instansi itu, atau nomor suratnya."),
    "number": _l("Tulis nomor laporan lain yang masih ada di daerah ini."),
    "category": _l("Pilih kategori dan wilayah dari daftar."),
    "evidence_reason": _l("Tulis mengapa foto ini tetap dapat dipercaya."),
}
