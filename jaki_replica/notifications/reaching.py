"""Whether mails can leave: the relay lets us in, or the folder takes files. In words for whoever runs `jaki doctor`."""

from __future__ import annotations

import smtplib
import tempfile

from jaki_replica.notifications.email import greeted
from jaki_replica.notifications.folder import FOLDER, kept
from jaki_replica.settings import Mail

WAITS = "mails wait and none is lost"


def mail_problems(mail: Mail) -> list[str]:
    """What keeps mails from leaving, each with what mends it."""
    return _relay_problems(mail) if mail.host else _folder_problems(mail)


def mail_notes(mail: Mail) -> list[str]:
    """What whoever runs this should know although nothing is broken: without a relay nobody gets a mail."""
    if mail.host:
        return []
    return [
        f"Mails reach nobody, for no SMTP_HOST is set: {len(kept(mail.folder))} of them lie in {mail.folder}, and each "
        f"is removed after {mail.days} days (MAIL_FOLDER_DAYS)"
    ]


def _relay_problems(relay: Mail) -> list[str]:
    at = f"The SMTP relay {relay.host}:{relay.port}"
    try:
        with greeted(relay):
            return []
    except smtplib.SMTPAuthenticationError:
        return [f"{at} does not take our name: check SMTP_USERNAME and SMTP_PASSWORD; {WAITS}"]
    except smtplib.SMTPNotSupportedError:
        return [f"{at} does not offer what is set: check SMTP_STARTTLS and SMTP_USERNAME; {WAITS}"]
    except (OSError, smtplib.SMTPException) as error:
        return [
            f"{at} does not answer ({type(error).__name__}): start it, or check SMTP_HOST, SMTP_PORT and "
            f"SMTP_STARTTLS; {WAITS}"
        ]


def _folder_problems(mail: Mail) -> list[str]:
    try:
        mail.folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=mail.folder):
            return []
    except OSError as error:
        kind = type(error).__name__
        return [f"The mail folder {mail.folder} takes no files ({kind}): check MAIL_FOLDER and its owner; {WAITS}"]
