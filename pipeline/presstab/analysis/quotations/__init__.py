"""Who said what: the quotations of a release."""

from presstab.analysis.quotations.find import find_quotations
from presstab.analysis.quotations.rules import QuotationRules
from presstab.analysis.quotations.setting import NamedEntity, Setting, SpeakerRole

__all__ = ["NamedEntity", "QuotationRules", "Setting", "SpeakerRole", "find_quotations"]
