"""Money as it goes in and out: a decimal string with exactly the currency's digits, and the currency."""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from backend.api.schemas import Sent
from backend.core.money import Money, digits, to_decimal_string

_PLACES: Final = {places: (10**places, f"0{places}d") for places in range(1, 7)}


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
    """Minor units as a decimal string; whole numbers alone, since lists write thousands of them."""
    places = digits(currency)
    if not places or minor < 0:
        return to_decimal_string(Money(minor, currency))
    unit, pattern = _PLACES[places]
    whole, part = divmod(minor, unit)
    return f"{whole}.{part:{pattern}}"


def money_json(minor: int | None, currency: str | None) -> dict[str, str] | None:
    """The JSON of an amount; None when there is none."""
    return None if minor is None or currency is None else {"amount": amount_text(minor, currency), "currency": currency}


def shown(money: Money | None) -> dict[str, str] | None:
    """The JSON of money; None when there is none."""
    return None if money is None else money_json(money.minor, money.currency)
