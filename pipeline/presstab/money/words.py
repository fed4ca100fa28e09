"""How releases write sums: signs, codes, words, multipliers, and what says that no sum is stated.

`EXAMPLES` and `COUNTEREXAMPLES` prove them (tests/test_money.py).
"""

from __future__ import annotations

from decimal import Decimal

# Signs before a number. A dollar without a country is American, a yen or yuan sign Japanese.
SIGNS = {
    "$": "USD", "US$": "USD", "U.S.$": "USD", "US $": "USD", "C$": "CAD", "CA$": "CAD", "CAD$": "CAD", "Cdn$": "CAD",
    "A$": "AUD", "AU$": "AUD", "AUD$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "SG$": "SGD", "NT$": "TWD",
    "R$": "BRL", "MX$": "MXN", "£": "GBP", "€": "EUR", "¥": "JPY", "CN¥": "CNY", "RMB": "CNY", "₹": "INR", "Rs": "INR",
    "Rs.": "INR", "₩": "KRW", "₦": "NGN", "₱": "PHP", "₽": "RUB", "₺": "TRY", "₪": "ILS", "฿": "THB", "₴": "UAH",
    "₫": "VND", "zł": "PLN", "RM": "MYR", "Rp": "IDR", "KSh": "KES", "KShs": "KES", "GH₵": "GHS",
}  # fmt: skip
# ISO 4217 codes, before or after a number: those of currencies that releases name.
CODES = frozenset([
    "AED", "ARS", "AUD", "BDT", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "CZK", "DKK", "EGP",
    "EUR", "GBP", "GHS", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "KWD", "KZT",
    "LKR", "MXN", "MYR", "NGN", "NOK", "NZD", "OMR", "PHP", "PKR", "PLN", "QAR", "RUB", "SAR",
    "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "UGX", "USD", "UZS", "VND", "ZAR",
])  # fmt: skip
# Coins that a treasury holds or a deal is paid in, by their symbols.
COINS = frozenset(["AVAX", "BCH", "BNB", "BTC", "DOGE", "ETH", "LTC", "SOL", "TRX", "USDC", "USDT", "XRP"])
# Words after a number; a bare dollar, pound, rupee, peso as the signs.
UNITS = {
    "dollar": "USD", "dollars": "USD", "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD",
    "canadian dollars": "CAD", "australian dollars": "AUD", "new zealand dollars": "NZD", "hong kong dollars": "HKD",
    "singapore dollars": "SGD", "euro": "EUR", "euros": "EUR", "pounds sterling": "GBP", "british pounds": "GBP",
    "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "rupees": "INR", "indian rupees": "INR",
    "swiss francs": "CHF", "korean won": "KRW", "naira": "NGN", "rand": "ZAR", "rubles": "RUB", "roubles": "RUB",
    "swedish kronor": "SEK", "norwegian kroner": "NOK", "danish kroner": "DKK", "zloty": "PLN", "shekels": "ILS",
    "baht": "THB", "ringgit": "MYR", "bitcoin": "BTC", "bitcoins": "BTC", "ether": "ETH",
}  # fmt: skip
MULTIPLIERS = {
    name: Decimal(10) ** power
    for power, names in {
        3: ("thousand", "Thousand", "THOUSAND", "k", "K"),
        5: ("lakh", "lakhs", "Lakh"),
        6: ("million", "Million", "MILLION", "millions", "mn", "Mn", "mln", "mil", "m", "M", "mm", "MM", "Mio"),
        7: ("crore", "crores", "Crore", "Cr", "cr"),
        9: ("billion", "Billion", "BILLION", "billions", "bn", "Bn", "BN", "bln", "b", "B"),
        12: ("trillion", "Trillion", "TRILLION", "tn", "trn", "T", "lakh crore"),
    }.items()
    for name in names
}
NUMBER_WORDS = {
    "half a": Decimal("0.5"), "a": Decimal(1), "one": Decimal(1), "two": Decimal(2), "three": Decimal(3),
    "four": Decimal(4), "five": Decimal(5), "six": Decimal(6), "seven": Decimal(7), "eight": Decimal(8),
    "nine": Decimal(9), "ten": Decimal(10),
}  # fmt: skip
# Before a sum: it bounds what is paid. `approximately` and `nearly` do not: they state the sum, rounded.
BOUND_BEFORE = (
    "up to", "as much as", "as little as", "more than", "over", "in excess of", "at least", "a minimum of",
    "no less than", "not less than", "upwards of", "less than", "under", "below", "above", "at most",
    "a maximum of", "no more than", "not more than", "exceeding", "exceed", "exceeds", "exceeded", "surpassing",
    "surpassed", "greater than", "between", "from between", "a potential", "potentially", "starting at",
    "starts at",
)  # fmt: skip
# After a sum: it is paid for one of many, or again and again.
EACH_AFTER = (
    "per", "a share", "a piece", "apiece", "each", "an hour", "an ounce", "a barrel", "annually",
    "or more", "or less", "or so", "range",
)  # fmt: skip

# Text, and the sums in it as `amount currency`; `?` where no amount is stated.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "for $25 million": ("25000000 USD",),
    "a $25-million loan": ("25000000 USD",),
    "US$1.2bn in cash": ("1200000000 USD",),
    "raised €3.5m": ("3500000 EUR",),
    "€3,5 million": ("3500000 EUR",),
    "€1.500.000": ("1500000 EUR",),
    "€25 000": ("25000 EUR",),
    "Rs 500 crore": ("5000000000 INR",),
    "Rs. 1,00,000": ("100000 INR",),
    "₹2 lakh crore": ("2000000000000 INR",),
    "25,000 BTC": ("25000 BTC",),
    "£2 bn": ("2000000000 GBP",),
    "1.5 billion yen": ("1500000000 JPY",),
    "USD 8.7 million": ("8700000 USD",),
    "USD $40.5 million": ("40500000 USD",),
    "CAD $5 million": ("5000000 CAD",),
    "$5 million CAD": ("5000000 CAD",),
    "C$12.5M": ("12500000 CAD",),
    "CHF 300,000": ("300000 CHF",),
    "an award of $3,933,457.": ("3933457 USD",),
    "$52.8 Million Acquisition": ("52800000 USD",),
    "approximately $9.5 billion": ("9500000000 USD",),
    "half a million dollars": ("500000 USD",),
    "one billion euros": ("1000000000 EUR",),
    "$7M today and $100M later": ("7000000 USD", "100000000 USD"),
    "$5 million and $6 million": ("5000000 USD", "6000000 USD"),
    "up to $30 million": ("? USD",),
    "more than 5 million euros": ("? EUR",),
    "$5-10 million": ("? USD",),
    "$5 million to $10 million": ("? USD",),
    "$20–$25 million": ("? USD",),
    "between $5 million and $10 million": ("? USD",),
    "$100M+": ("? USD",),
    "$27.00 per share": ("? USD",),
    "$99 per month": ("? USD",),
    "$39.8 million a year earlier": ("39800000 USD",),
}
# No sums.
COUNTEREXAMPLES = (
    "founded in 2024", "25 million people", "a 500 m race", "the M5 motorway", "ETH Zurich", "30% of revenue",
    "$ACME rose", "SOL 2", "Rs and Ms", "USD", "10 million", "Formula 1 USA", "a $", "AUDIT 25", "model S$",
)  # fmt: skip
