"""Who said what: the quotations of a release."""

from presstab.analysis.quotations.find import find_quotations
from presstab.analysis.quotations.setting import Named, Office, Setting

__all__ = ["Named", "Office", "Setting", "find_quotations"]
