"""The fifteen states of a complaint as people see them: sentiment, official's word, citizen's word and sentence."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.ui.words import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class StateWords:
    """How one state is shown. Its shape is the symbol `s-<state>`; `role` colours it. Words are lazy."""

    role: str
    desk: object
    citizen: object
    sentence: object
    others: object = None

    @property
    def public(self) -> object:
        """The word for who is not the reporter."""
        return self.others or self.citizen


MOVING, WAITING, BACK, GOOD, ENDED = "is-moving", "is-waiting", "is-back", "is-good", "is-ended"

STATES: dict[str, StateWords] = {
    "waiting": StateWords(
        MOVING,
        _l("Menunggu"),
        _l("Diterima"),
        _l("Laporan Anda sudah diterima dan menunggu diperiksa petugas."),
    ),
    "coordination": StateWords(
        MOVING,
        _l("Koordinasi"),
        _l("Dicarikan pemiliknya"),
        _l("Kami memastikan instansi mana yang mengerjakan. Hitungan hari tetap berjalan."),
    ),
    "disposition": StateWords(
        MOVING,
        _l("Disposisi"),
        _l("Ditugaskan"),
        _l("Dinas sudah menugaskan unitnya di lapangan."),
    ),
    "in_progress": StateWords(
        MOVING,
        _l("Proses"),
        _l("Sedang dikerjakan"),
        _l("Petugas sedang mengerjakannya."),
    ),
    "awaiting_validation": StateWords(
        MOVING,
        _l("Menunggu validasi"),
        _l("Buktinya diperiksa"),
        _l("Petugas menyatakan selesai. Orang lain sedang memeriksa buktinya."),
    ),
    "resolved": StateWords(
        GOOD,
        _l("Selesai"),
        _l("Selesai, menunggu Anda"),
        _l("Buktinya diterima. Apakah menurut Anda sudah beres?"),
        _l("Selesai, menunggu pelapor"),
    ),
    "needs_info": StateWords(
        WAITING,
        _l("Butuh informasi"),
        _l("Ada pertanyaan untuk Anda"),
        _l("Petugas perlu keterangan. Hitungan hari berhenti sampai Anda menjawab, ada batasnya."),
        _l("Menunggu jawaban pelapor"),
    ),
    "scheduled": StateWords(
        WAITING,
        _l("Terjadwal (EWS)"),
        _l("Dijadwalkan"),
        _l("Butuh waktu lebih lama. Tanggal selesai dan alasannya ada di bawah."),
    ),
    "rework": StateWords(
        BACK,
        _l("Diperbaiki lagi (TL ditolak)"),
        _l("Dikerjakan ulang"),
        _l("Buktinya belum cukup. Laporan kembali ke petugas."),
    ),
    "reopened": StateWords(
        BACK,
        _l("Dibuka kembali"),
        _l("Dibuka lagi"),
        _l("Anda bilang belum beres. Laporan dibuka lagi."),
    ),
    "closed": StateWords(
        GOOD,
        _l("Ditutup"),
        _l("Sudah ditutup"),
        _l("Laporan ini sudah beres dan ditutup."),
    ),
    "referred": StateWords(
        ENDED,
        _l("Dialihkan"),
        _l("Diteruskan ke instansi lain"),
        _l("Ini wewenang instansi lain. Tetap bisa Anda ikuti di sini."),
    ),
    "merged": StateWords(
        ENDED,
        _l("Digabung"),
        _l("Disatukan"),
        _l("Ada laporan lain tentang hal yang sama. Keduanya kami satukan."),
    ),
    "rejected": StateWords(
        ENDED,
        _l("Ditolak"),
        _l("Tidak dapat dikerjakan"),
        _l("Laporan ini tidak bisa dikerjakan. Alasannya ada di bawah."),
    ),
    "withdrawn": StateWords(
        ENDED,
        _l("Dibatalkan"),
        _l("Anda batalkan"),
        _l("Anda membatalkan laporan ini."),
        _l("Dibatalkan pelapor"),
    ),
}
