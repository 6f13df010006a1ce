"""Money as it goes in and out: a decimal string with exactly the currency's digits, and the currency."""

from pydantic import BaseModel, ConfigDict, Field

from backend.api.schemas import Sent
from backend.core.money import Money, digits, to_decimal_string


class MoneySent(Sent):
    """An amount as it is sent. Spending is positive; `kind` says the direction."""

    amount: str = Field(max_length=40, examples=["12.34"], description="Plain digits with at most the currency's decimals.")
    currency: str = Field(max_length=3, examples=["EUR"], description="An ISO 4217 code.")


class MoneyShown(BaseModel):
    """An amount as it is answered: always with the currency's own digits."""

    model_config = ConfigDict(frozen=True)

    amount: str = Field(examples=["12.34"])
    currency: str = Field(examples=["EUR"])


def amount_text(minor: int, currency: str) -> str:
    """Minor units as a decimal string: by cutting text, since lists write thousands of them."""
    places = digits(currency)
    if not places or minor < 0:
        return to_decimal_string(Money(minor, currency))
    text = str(minor)
    if len(text) <= places:
        text = text.zfill(places + 1)
    return f"{text[:-places]}.{text[-places:]}"


def money_json(minor: int | None, currency: str | None) -> dict[str, str] | None:
    """The JSON of an amount; None when there is none."""
    return None if minor is None or currency is None else {"amount": amount_text(minor, currency), "currency": currency}


def shown(money: Money | None) -> dict[str, str] | None:
    """The JSON of money; None when there is none."""
    return None if money is None else money_json(money.minor, money.currency)
