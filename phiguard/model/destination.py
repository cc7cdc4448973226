"""Who would receive a call, as far as policy and catalogue know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Category", "Destination"]


class Category(StrEnum):
    """What kind of company the recipient is; the disclosure table is read by it."""

    AD_TRACKER = "ad_tracker"
    ANALYTICS = "analytics"
    SESSION_REPLAY = "session_replay"
    CDP = "cdp"
    ATTRIBUTION = "attribution"
    DATA_BROKER = "data_broker"
    PARTNER_API = "partner_api"
    FILE_SHARE = "file_share"
    ERROR_TRACKER = "error_tracker"
    LOG_APM = "log_apm"
    LLM = "llm"
    MESSAGING = "messaging"
    CHAT_WEBHOOK = "chat_webhook"
    MARKETING_AUTOMATION = "marketing_automation"
    CRM = "crm"
    SEARCH_SAAS = "search_saas"
    SCHEDULING_SAAS = "scheduling_saas"
    SURVEY_SAAS = "survey_saas"
    WORKFLOW = "workflow"
    FIRST_PARTY = "first_party"
    INFRA = "infra"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """The recipient of a call.

    Attributes:
        id: the policy's or the catalogue's name for it (``meta``, ``sentry``); ``_other`` when nobody listed it.  Never a host.
        category: what kind of company it is.
        baa: whether a business associate agreement (45 CFR 164.504(e)) is in force for it today.
        listed: who named it: ``policy``, ``catalogue`` or ``nobody``.
        vendor: the vendor file whose parameter roles apply (``meta``), or empty.
        observe: whether calls are looked at at all.
        granted: whether the policy grants it PHI explicitly, without a BAA (treatment, payment, the patient's own app).
    """

    id: str
    category: Category
    baa: bool = False
    listed: str = "nobody"
    vendor: str = ""
    observe: bool = True
    granted: bool = False

    @property
    def permitted(self) -> bool:
        """Whether this recipient may have PHI."""
        return self.baa or self.granted or self.category in (Category.FIRST_PARTY, Category.INFRA)
