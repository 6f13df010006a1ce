"""Settings: one place, read from the environment and an optional `.env`, explained in `.env.example`."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIB = 1024 * 1024


class Settings(BaseSettings):
    """Everything an operator may choose. Sizes in bytes, times in seconds, limits per minute."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    environment: Literal["production", "development", "test"] = Field("production", validation_alias="OUTLAY_ENVIRONMENT")
    outlay_home: Path = Path(".outlay")
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    public_url: str | None = None
    web_workers: int = Field(1, ge=1, le=64)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    database_url: str | None = None
    database_owner_url: str | None = None
    database_pool: int = Field(8, ge=1, le=200)
    redis_url: str | None = None

    outlay_keys: str | None = None

    s3_endpoint: str | None = None
    s3_bucket: str | None = None
    s3_region: str = "us-east-1"
    s3_access_key: str | None = None
    s3_secret_key: str | None = None

    rates_url: str = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml"

    trusted_proxies: tuple[str, ...] = ()
    metrics_token: str | None = None
    credential_per_minute: int = Field(3000, ge=1)
    signup_per_minute: int = Field(60, ge=1)
    failed_signin_per_minute: int = Field(60, ge=1)
    failed_signin_account_per_minute: int = Field(10, ge=1)

    sockets_per_address: int = Field(100, ge=1)
    sockets_per_person: int = Field(20, ge=1)

    upload_max_bytes: int = Field(15 * MIB, ge=1024)
    ocr_readers: int | None = Field(None, ge=1, le=64)
    tesseract: str | None = None
    ocr_cloud: Literal["never", "asked", "unsure", "always"] = "never"
    ocr_cloud_seconds: float = Field(20.0, gt=0, le=120)
    google_vision_key: str | None = Field(None, repr=False)
    google_vision_url: str = "https://vision.googleapis.com"
    openai_api_key: str | None = Field(None, repr=False)
    openai_base_url: str = "https://api.openai.com/v1"
    openai_model: str | None = None

    vapid_private_key: str | None = None
    vapid_contact: str | None = None
    outbound_private: bool = False

    intake_address: str | None = None
    intake_secret: str | None = None
    intake_authserv: str | None = None
    intake_max_bytes: int = Field(25 * MIB, ge=64 * 1024)
    intake_imap_host: str | None = None
    intake_imap_port: int = Field(993, ge=1, le=65535)
    intake_imap_security: Literal["tls", "starttls"] = "tls"
    intake_imap_ca: Path | None = None
    intake_imap_user: str | None = None
    intake_imap_password: str | None = None
    intake_imap_folder: str = "INBOX"
    intake_imap_done: str = "Outlay"
    resend_api_key: str | None = None
    resend_api_url: str = "https://api.resend.com"

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str | None) -> str | None:
        return value.rstrip("/") if value else None

    @field_validator("intake_address")
    @classmethod
    def _one_address(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", value.lower()):
            raise ValueError("INTAKE_ADDRESS is a plain address such as receipts@example.com; what comes after the plus is added here")
        return value.lower() if value else None

    @property
    def owner_url(self) -> str | None:
        """The address migrations use; the app's own where no separate owner is named."""
        return self.database_owner_url or self.database_url


@cache
def settings() -> Settings:
    """The settings of this process. `settings.cache_clear()` reads them anew (tests)."""
    return Settings()
