"""What measures and rules of disclosure mean, in the words of the Methods page."""

import re
from collections.abc import Mapping

from warehouse.report.release import Measure

# By the names of `seeds/report/report_measures.csv`; another is defined by its kind.
MEANINGS = {
    "enrollments": "Enrollments in a program that led, on their first day, to a credential on the "
    "List.",
    "persons_enrolled": "Different people enrolled, in the school year, in a program that led to a "
    "credential on the List on the enrollment’s first day.",
    "attempts": "Attempts at a credential, each once, whoever reported it. Some sources report "
    "awards alone.",
    "persons_attempted": "Different people with an attempt in the school year.",
    "attempts_passed": "Attempts that were passed.",
    "pass_rate": "Attempts passed, of all attempts; a range where it rests on few.",
    "awards": "Credentials awarded, each once, whoever reported it.",
    "persons_earned": "Different people with an award in the school year; who earned two "
    "credentials stands with each and once in the total.",
    "persons_attempted_high_value": "Different people who attempted a credential that was on the "
    "List that day.",
    "high_value_awards": "Awards of credentials that were on the List that day.",
    "persons_earned_high_value": "Different people awarded a credential that was on the List that "
    "day.",
    "credit_awards": "Times that a college gave credit for a credential.",
    "persons_given_credit": "Different people to whom a college gave credit for a credential.",
    "persons_followed": "People who earned the credential for the first time and whose second "
    "quarter after the award the wage records cover.",
    "persons_employed": "Earners followed who had a wage in that quarter from an employer in the "
    "state.",
    "employment_rate": "Earners employed, of those followed; a range where it rests on few.",
    "median_pay_of_quarter": "Half of the earners employed in that quarter before or after the "
    "award were paid more in it, half less; rounded, and not over the year.",
    "premium": "Pay of earners in the year after the award, less that of the others with whom "
    "they are compared. Beside people alike: less what they would be paid had their own earlier "
    "pay grown as that of people alike did. Descriptive.",
    "premium_low": "Lower end of the interval: the range that chance leaves.",
    "premium_high": "Upper end of the interval: the range that chance leaves.",
    "net_present_value_low_rate": "What the difference in pay adds up to over the years that are "
    "counted, a later year for less by the lower of two rates, less what the earner paid in fees. "
    "The difference is taken to stay as it was in the year after.",
    "net_present_value_high_rate": "The same by the higher of two rates.",
    "net_present_value_low_rate_low": "The same from the lower end of the difference in pay.",
    "net_present_value_low_rate_high": "The same from the upper end of the difference in pay.",
    "net_present_value_high_rate_low": "The same from the lower end of the difference in pay.",
    "net_present_value_high_rate_high": "The same from the upper end of the difference in pay.",
    "student_cost": "Fees of the attempts up to the award, on average over earners.",
    "public_cost": "Public funds of the programs, by award earned in them: all funds, though "
    "others learned in the programs too.",
    "payback_years": "Years until the difference in pay has reached the fees; told only where the "
    "whole interval of the difference lies above zero.",
    "payback_years_low": "The same from the upper end of the difference in pay.",
    "payback_years_high": "The same from the lower end of the difference in pay.",
    "state_return": "State income tax on what the difference in pay adds up to, for each dollar of "
    "state funds.",
    "state_return_low": "The same from the lower end of the difference in pay.",
    "state_return_high": "The same from the upper end of the difference in pay.",
    "persons_earned_first": "Different people who earned a high-value credential for the first "
    "time.",
    "median_wages": "Half of the earners employed were paid more in that quarter after the award, "
    "half less; "
    "rounded, and not over the year.",
}
# Those with whom earners are compared, by the members of the dimension `comparison_group`.
COMPARISONS = {
    "before_matching": "Everybody with pay in the same quarter, older and younger, trained or "
    "not. It shows how far a plain comparison misleads: earners may be younger than others, or may "
    "have been paid more before.",
    "attempted_not_passed": "They wanted the same credential. Who passes may be abler, and would "
    "be paid more without it too.",
    "same_program": "They learned the same. Who tries may be keener or nearer to the end.",
    "matched": "Alike in earlier pay, program, industry, age and more; compared is by what part "
    "pay grew. The fairest of the four, of few people. What no record shows may still differ, and "
    "the interval knows of chance alone.",
}
KINDS = {
    "events": "A count of events; adds up.",
    "persons": "A count of different people; someone who stands in two places counts once in all.",
    "rate": "A share, from released counts or shown as a range.",
    "dollars": "Dollars of the quarter, rounded.",
    "estimate": "An estimate, rounded.",
}
# Rules by the names of `seeds/report/disclosure_thresholds.csv`.
RULES = {
    "dollar_step": "Step that dollars are rounded to",
    "largest_employer_share": "Most of a median that may rest on one employer, percent",
    "least_employers": "Fewest employers behind a median",
    "least_people": "Smallest count shown, zero aside",
    "least_people_behind_estimate": "Fewest people behind a comparison, on either side",
    "least_people_behind_quarterly_pay": "Fewest people behind the pay of a quarter",
    "least_people_behind_median": "Fewest people behind a median",
    "protected_width": "Numbers that a count not shown may be, at least",
    "shows_zeros": "Zeros are shown",
    "suppressed_may_be_small": "A suppressed count may be a small one",
}
SWITCHES = ("shows_zeros", "suppressed_may_be_small")
SETTING = re.compile(r"([01]): (.+?)(?= [01]: |$)")


def meaning_by_kind(measure: Measure, labels: Mapping[str, str]) -> str:
    """Say what a measure of no known name is, by its kind and what it is computed from."""
    said = KINDS.get(measure.kind, "")
    if not measure.numerator:
        return said
    whole = labels.get(measure.denominator or "", measure.denominator)
    return f"{said} {labels.get(measure.numerator, measure.numerator)} of {whole}."


def rule_of(rule: str, value: str, description: str) -> tuple[str, str, str]:
    """Give a rule in words, its value, and what it says; of a switch what its setting says."""
    name = RULES.get(rule, rule.replace("_", " ").capitalize())
    description = description.replace("least_people", "the smallest count shown")
    settings = dict(SETTING.findall(description))
    if rule not in SWITCHES or value not in settings:
        return name, value, description
    said = settings[value]
    return name, "Yes" if value == "1" else "No", said[:1].upper() + said[1:]
