"""Every setting, its default and its meaning. Settings come from the environment only and nonsense is refused at the start.

docs/settings.md describes each one; a test compares the page with this class.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

LEGAL_CLOCKS = (
    "complaint_decision_days", "complaint_mediation_days", "complaint_end_notice_days", "report_check_days", "report_check_more_days", "report_notice_days",
    "screening_days", "finding_reply_days", "finding_publication_days", "recheck_days", "rectification_days",
)  # fmt: skip


class SettingsError(ValueError):
    """A setting that makes no sense, with one sentence that says which and why."""


def _setting(default: object, meaning: str) -> object:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The configuration of one process. Field NAME is the variable name in lower case."""

    database_url: str = _setting("sqlite:///data/registry.sqlite3", "Where facts are kept: an SQLite file, or postgresql://user:password@host/name.")  # type: ignore[assignment]
    files_url: str = _setting("data/files", "Where uploaded files are kept: a folder, or s3://bucket/prefix (needs the extra `s3`).")  # type: ignore[assignment]
    secret_key: str = _setting("", "Signs forms and links. Empty: made once and kept in SECRET_FILE.")  # type: ignore[assignment]
    secret_file: str = _setting("data/secret_key", "Where the signing key is kept when SECRET_KEY is empty (readable by the owner only).")  # type: ignore[assignment]
    public_url: str = _setting("http://127.0.0.1:8000", "The address under which readers reach this registry; codes, mails and receipts print it.")  # type: ignore[assignment]
    bind: str = _setting("127.0.0.1:8000", "Address and port on which `registry web` listens.")  # type: ignore[assignment]
    threads: int = _setting(4, "Threads that answer requests (1 to 15, the database pool's size).")  # type: ignore[assignment]
    trusted_proxies: int = _setting(0, "How many proxies in front are trusted to tell the reader's address (0 to 5).")  # type: ignore[assignment]
    demonstration: bool = _setting(False, "Show a banner that everything here is invented.")  # type: ignore[assignment]
    operator_name: str = _setting("企业标准公开登记处", "Who runs this registry; stands in header and footer.")  # type: ignore[assignment]
    operator_name_en: str = _setting("Enterprise Standard Registry", "The same in English.")  # type: ignore[assignment]
    operator_division: str = _setting("", "Division code (GB/T 2260) the registry serves; empty: any.")  # type: ignore[assignment]
    icp_number: str = _setting("", "The operator's ICP number for the footer, when there is one.")  # type: ignore[assignment]
    mailer_url: str = _setting("print:", "How mail leaves: print: (standard output), file:FOLDER, smtp://user:password@host:port, smtps://...")  # type: ignore[assignment]
    mail_from: str = _setting("registry@localhost", "Sender of mail.")  # type: ignore[assignment]
    sms_url: str = _setting("print:", "How text messages leave: print:, file:FOLDER, or an https:// gateway that takes a JSON post.")  # type: ignore[assignment]
    sms_token: str = _setting("", "Bearer token for the SMS gateway.")  # type: ignore[assignment]
    password_cost: str = _setting("normal", "Cost of password hashing: normal, or cheap for tests.")  # type: ignore[assignment]
    session_days: int = _setting(14, "Days after which a sign-in ends (1 to 90).")  # type: ignore[assignment]
    session_idle_hours: int = _setting(12, "Idle hours after which a sign-in ends (1 to 720).")  # type: ignore[assignment]
    bureau_second_factor: bool = _setting(False, "Bureau people must sign in with a second factor.")  # type: ignore[assignment]
    rate_limits: bool = _setting(True, "Slow down clients that ask too often.")  # type: ignore[assignment]
    rate_limit_url: str = _setting("memory://", "Store of the rate limits; redis:// when several web hosts share them.")  # type: ignore[assignment]
    text_required: bool = _setting(False, "Own enterprise standards must be disclosed with their text (PDF). The law does not ask for it.")  # type: ignore[assignment]
    correction_days: int = _setting(3, "Days during which a disclosure may be corrected as a slip (0 to 30); later a change is an amendment. A choice of this registry, no legal figure.")  # type: ignore[assignment]
    former_hosts: str = _setting("", "Host names under which codes were printed before PUBLIC_URL, separated by commas; their links lead on to PUBLIC_URL.")  # type: ignore[assignment]
    regions_file: str = _setting("", "CSV file of the operator's own: network (CIDR), division code. Scans are counted by it; empty: region unknown.")  # type: ignore[assignment]
    complaint_decision_days: int = _setting(7, "Working days to accept or reject a complaint. Source: interim rules on handling complaints and reports to market supervision (市场监督管理投诉举报处理暂行办法, SAMR Order 20), Art. 14; unverified, check for a newer edition.")  # type: ignore[assignment]
    complaint_mediation_days: int = _setting(45, "Working days from acceptance after which mediation without agreement ends. Source: SAMR Order 20, Art. 21; unverified.")  # type: ignore[assignment]
    complaint_end_notice_days: int = _setting(7, "Working days to tell both sides that mediation ended. Source: SAMR Order 20, Art. 21; unverified.")  # type: ignore[assignment]
    report_check_days: int = _setting(15, "Working days to verify a clue before deciding whether to file a case. Source: provisions on procedures for administrative penalties in market supervision (市场监督管理行政处罚程序规定), Art. 18; unverified.")  # type: ignore[assignment]
    report_check_more_days: int = _setting(15, "Further working days to verify in special cases. Source: the same provisions, Art. 18; unverified.")  # type: ignore[assignment]
    report_notice_days: int = _setting(5, "Working days after the filing decision to tell a real-name reporter. Source: SAMR Order 20, Art. 31; unverified.")  # type: ignore[assignment]
    government_boards: bool = _setting(False, "Bureaus may publish rankings of their own. The opinion of eight ministries (国市监标准〔2018〕84号) leaves rankings to third-party assessment bodies.")  # type: ignore[assignment]
    screening_days: int = _setting(20, "Working days that an enterprise has to mend what screening saw, before its public page says so. A choice of this registry, no legal figure.")  # type: ignore[assignment]
    finding_reply_days: int = _setting(5, "Working days that an enterprise has to reply to a finding before it is published. A choice of this registry, no legal figure.")  # type: ignore[assignment]
    finding_publication_days: int = _setting(20, "Days after the end of a check within which its result is published. Source: SAMR's deputy head, Xinhua 2018-06-08 (20 working days); a joint draw in Fujian in 2019 said 20 days.")  # type: ignore[assignment]
    finding_publication_counts: str = _setting("working", "What those days are: working or calendar.")  # type: ignore[assignment]
    recheck_days: int = _setting(10, "Working days after publication within which an enterprise may ask for a re-check. A choice of this registry, no legal figure.")  # type: ignore[assignment]
    rectification_days: int = _setting(22, "Working days to rectify that a new order proposes. The Standardization Law names none; orders of one month have been seen.")  # type: ignore[assignment]
    public_notice_second_approver: bool = _setting(True, "A public notice, an escalation and a result are released by another person than the one who prepared them.")  # type: ignore[assignment]
    draw_exclusion_months: int = _setting(36, "Months during which an enterprise that was drawn is not drawn again (0 to 120). Source: plans that draw from enterprises not drawn within 3 years; unverified.")  # type: ignore[assignment]
    same_firm_months: int = _setting(24, "Months during which an inspector does not inspect a firm again (0 to 120). A choice of this registry, no legal figure.")  # type: ignore[assignment]
    search_url: str = _setting("data/search", "Where the search index is: a folder of this machine, or http(s)://user:password@host:port of Elasticsearch 9, several nodes separated by commas.")  # type: ignore[assignment]
    search_api_key: str = _setting("", "API key for Elasticsearch, instead of user and password in SEARCH_URL. Passed on as it is.")  # type: ignore[assignment]
    search_ca_file: str = _setting("", "Certificate authority that signed Elasticsearch's certificate; empty: the system's.")  # type: ignore[assignment]
    search_index: str = _setting("registry", "Beginning of the names of this registry's indices on Elasticsearch.")  # type: ignore[assignment]
    search_shards: int = _setting(1, "Shards of a new index on Elasticsearch (1 to 100).")  # type: ignore[assignment]
    search_replicas: int = _setting(0, "Copies of each shard on Elasticsearch (0 to 10); with one, a cluster of three bears the loss of a node.")  # type: ignore[assignment]
    search_seconds: float = _setting(3.0, "Longest time that one search may take (0.1 to 60).")  # type: ignore[assignment]
    search_synonyms: str = _setting("", "File of synonyms of the operator's own, a group on each line, words separated by |; used beside those that ship.")  # type: ignore[assignment]
    metrics_token: str = _setting("", "Who names it as a bearer token reads figures for operators under /metrics, at least 32 characters; empty: nobody does.")  # type: ignore[assignment]
    log_level: str = _setting("info", "debug, info, warning or error.")  # type: ignore[assignment]
    worker_seconds: float = _setting(1.0, "Pause of the worker between two looks at an empty queue (0.05 to 60).")  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self._check_urls()
        for name, low, high in (("threads", 1, 15), ("trusted_proxies", 0, 5), ("session_days", 1, 90), ("session_idle_hours", 1, 720), ("correction_days", 0, 30), ("worker_seconds", 0.05, 60), ("search_shards", 1, 100), ("search_replicas", 0, 10), ("search_seconds", 0.1, 60), ("draw_exclusion_months", 0, 120), ("same_firm_months", 0, 120), *((each, 1, 400) for each in LEGAL_CLOCKS)):
            if not low <= getattr(self, name) <= high:
                raise SettingsError(f"{name.upper()} must lie between {low} and {high}, not {getattr(self, name)}.")
        if self.password_cost not in ("normal", "cheap"):
            raise SettingsError("PASSWORD_COST must be normal or cheap.")
        if self.finding_publication_counts not in ("working", "calendar"):
            raise SettingsError("FINDING_PUBLICATION_COUNTS must be working or calendar.")
        if self.log_level not in ("debug", "info", "warning", "error"):
            raise SettingsError("LOG_LEVEL must be debug, info, warning or error.")
        for name in ("secret_key", "metrics_token"):
            if 0 < len(getattr(self, name)) < 32:
                raise SettingsError(f"{name.upper()} must have at least 32 characters.")
        if self.operator_division and not (self.operator_division.isdigit() and len(self.operator_division) == 6):
            raise SettingsError("OPERATOR_DIVISION must be a division code of 6 digits, such as 331022.")
        host, _, port = self.bind.rpartition(":")
        if not host or not port.isdigit() or not 0 <= int(port) < 65536:
            raise SettingsError("BIND must be an address and a port, such as 127.0.0.1:8000.")

    def _check_urls(self) -> None:
        if not self.database_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
        public = urlsplit(self.public_url)
        if public.scheme not in ("http", "https") or not public.hostname or public.query or public.path not in ("", "/"):
            raise SettingsError("PUBLIC_URL must be http(s)://host without a path.")
        if "://" in self.search_url and not all(urlsplit(each.strip()).scheme in ("http", "https") and urlsplit(each.strip()).hostname for each in self.search_url.split(",")):
            raise SettingsError("SEARCH_URL must be a folder or http(s)://host:port.")
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", self.search_index):
            raise SettingsError("SEARCH_INDEX must be lower-case letters, digits and hyphens.")
        self._check_way_out("MAILER_URL", self.mailer_url, ("smtp", "smtps"), "print:, file:FOLDER, smtp://host or smtps://host")
        self._check_way_out("SMS_URL", self.sms_url, ("http", "https"), "print:, file:FOLDER or https://host")
        if "@" not in self.mail_from or any(letter.isspace() for letter in self.mail_from):
            raise SettingsError("MAIL_FROM must be an e-mail address.")
        if urlsplit(self.rate_limit_url).scheme not in ("memory", "redis", "rediss"):
            raise SettingsError("RATE_LIMIT_URL must be memory:// or redis://host.")
        if "://" in self.files_url and not self.files_url.startswith(("s3://", "file://", "memory://")):
            raise SettingsError("FILES_URL must be a folder or s3://bucket/prefix.")

    def _check_way_out(self, name: str, url: str, schemes: tuple[str, ...], forms: str) -> None:
        """Mail and text messages leave by print:, file:FOLDER or a server."""
        filed = url.startswith("file:") and url.removeprefix("file:").strip("/") != ""
        try:
            parts = urlsplit(url)
            served = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:  # a port that is no number
            served = False
        if not (served or filed or url == "print:"):
            raise SettingsError(f"{name} must be {forms}.")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment. Raises SettingsError with one sentence for the first wrong variable."""
        source = os.environ if env is None else env
        given: dict[str, object] = {}
        for each in fields(cls):
            text = source.get(each.name.upper())
            if text is not None and text.strip():
                given[each.name] = _parse(each.name.upper(), text.strip(), type(each.default))
        return cls(**given)  # type: ignore[arg-type]

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    def signing_key(self) -> str:
        """SECRET_KEY, or the key kept in SECRET_FILE, made on first use so that no default key ever signs anything."""
        if self.secret_key:
            return self.secret_key
        path = Path(self.secret_file)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
                    kept.write(secrets.token_urlsafe(48))
            except FileExistsError:  # web and worker start together: the first one wins
                pass
        return path.read_text().strip()


def _parse(name: str, text: str, kind: type) -> object:
    if kind is bool:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off"):
            return False
        raise SettingsError(f"{name} must be yes or no, not {text!r}.")
    if kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            raise SettingsError(f"{name} must be a number, not {text!r}.") from None
    return text
