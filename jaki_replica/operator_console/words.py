"""What the console says of troubles and of acts; every word of theirs in one table."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.statistics.terms import Condition, Trouble
from jaki_replica.ui.words import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Sign:
    """A condition as people see it: word, role for the colour, shape."""

    word: object
    role: str
    shape: str


@dataclass(frozen=True, slots=True)
class TroubleWords:
    """A trouble: one or two words for the table, a headline, what to do about it."""

    short: object
    title: object
    remedy: object


CONDITIONS = {
    Condition.BAD: Sign(_l("Perlu ditangani"), "is-back", "rework"),
    Condition.WARN: Sign(_l("Perlu dilihat"), "is-waiting", "scheduled"),
    Condition.WELL: Sign(_l("Sehat"), "is-good", "resolved"),
    Condition.PROVISIONING: Sign(_l("Disiapkan"), "is-moving", "waiting"),
    Condition.SUSPENDED: Sign(_l("Dihentikan"), "is-ended", "paused"),
}

TROUBLES = {
    Trouble.DATABASE: TroubleWords(
        _l("Basis data"),
        _l("basis data tidak menjawab"),
        _l("Periksa server basis datanya. Portal daerah ini sekarang menampilkan halaman gangguan."),
    ),
    Trouble.HOST: TroubleWords(
        _l("Alamat"),
        _l("alamat portal tidak menjawab"),
        _l("Periksa server web dan alamatnya. Perintah jaki doctor menyebut sebabnya."),
    ),
    Trouble.SILENT: TroubleWords(
        _l("Tanpa kabar"),
        _l("belum ada kabar lebih dari 5 menit"),
        _l("Periksa apakah jadwal (jaki timetable) berjalan."),
    ),
    Trouble.DRIFT: TroubleWords(
        _l("Skema berubah"),
        _l("skema tidak sesuai riwayatnya"),
        _l("Seseorang mengubah tabel tanpa migrasi. Lihat perbedaannya dengan jaki tenants drift."),
    ),
    Trouble.SCHEMA: TroubleWords(
        _l("Skema lama"),
        _l("skema belum terbaru"),
        _l("Jalankan jaki tenants upgrade."),
    ),
    Trouble.FAILED: TroubleWords(
        _l("Ada yang gagal"),
        _l("ada pekerjaan yang gagal"),
        _l("Cari sebabnya, lalu ulangi dari halaman daerah ini. Tidak ada yang hilang."),
    ),
    Trouble.SLOW: TroubleWords(
        _l("Antrean naik"),
        _l("pekerja tidak berjalan atau tertinggal"),
        _l("Antrean tidak diambil lebih dari 5 menit. Periksa apakah pekerja (jaki worker) berjalan."),
    ),
    Trouble.MAIL: TroubleWords(
        _l("Surel tertahan"),
        _l("surel tidak terkirim: relai tidak menjawab"),
        _l("Periksa relai surel. Perintah jaki doctor menyebut sebabnya. Surel menunggu dan dicoba lagi sendiri."),
    ),
    Trouble.BACKUP: TroubleWords(
        _l("Cadangan lama"),
        _l("cadangan terakhir sudah lama"),
        _l("Periksa skrip cadangan dan penyimpanan tujuannya. Yang berhasil dicatat dengan jaki backups record."),
    ),
    Trouble.CERTIFICATE: TroubleWords(
        _l("Sertifikat"),
        _l("sertifikat alamatnya segera berakhir"),
        _l("Perbarui sertifikat sebelum peramban menolaknya."),
    ),
    Trouble.CALENDAR: TroubleWords(
        _l("Libur nasional"),
        _l("libur nasional tahun depan belum dikenal"),
        _l("Perbarui paketnya, atau masukkan hari dari keputusan bersama dengan jaki holidays add."),
    ),
    Trouble.RED: TroubleWords(
        _l("Banyak yang merah"),
        _l("banyak laporan lewat batas merah"),
        _l("Hubungi admin daerahnya. Isi laporan tidak terbaca dari sini."),
    ),
}

KINDS = {
    "province": _l("provinsi"),
    "regency": _l("kabupaten"),
    "city": _l("kota"),
}

JOBS = {
    "notifications.send_message": _l("Kirim pesan"),
    "photos.process": _l("Olah foto"),
    "complaints.send_contact_code": _l("Kirim kode kontak"),
}
