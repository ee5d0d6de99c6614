"""Every route of both applications, declared: who may come in. A route that is missing here fails the suite."""

ANYBODY = "anybody"
ADMIN = "admin"
OPERATOR = "operator"
TOKEN = "token"

REGION = {
    ("GET", "/s/<digest>/<path:name>"): ANYBODY,
    ("GET", "/tema/<digest>.css"): ANYBODY,
    ("GET", "/tanda.svg"): ANYBODY,
    ("GET", "/favicon.ico"): ANYBODY,
    ("GET", "/manifest.webmanifest"): ANYBODY,
    ("GET", "/masuk"): ANYBODY,
    ("POST", "/masuk"): ANYBODY,
    ("POST", "/keluar"): ANYBODY,
    ("GET", "/"): ANYBODY,
    ("GET", "/lapor"): ANYBODY,
    ("GET", "/tentang"): ANYBODY,
    ("GET", "/layanan"): ANYBODY,
    ("GET", "/layanan/<key>"): ANYBODY,
    ("GET", "/kontak-darurat"): ANYBODY,
    ("GET", "/privasi"): ANYBODY,
    ("GET", "/aksesibilitas"): ANYBODY,
    ("GET", "/admin"): ADMIN,
    ("GET", "/admin/pengaturan"): ADMIN,
    ("GET", "/admin/pengaturan/<int:number>"): ADMIN,
}

OPERATOR_HOST = {
    ("GET", "/s/<digest>/<path:name>"): ANYBODY,
    ("GET", "/tema/<digest>.css"): ANYBODY,
    ("GET", "/tanda.svg"): ANYBODY,
    ("GET", "/favicon.ico"): ANYBODY,
    ("GET", "/manifest.webmanifest"): ANYBODY,
    ("GET", "/masuk"): ANYBODY,
    ("POST", "/masuk"): ANYBODY,
    ("POST", "/keluar"): ANYBODY,
    ("GET", "/readyz"): ANYBODY,
    ("GET", "/metrics"): TOKEN,
    ("GET", "/"): OPERATOR,
}
