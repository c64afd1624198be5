-- Shows how like earners and those they are compared with were beforehand, before matching and after: the difference of
-- means in standard deviations of the earners, the same ones for both, so that matching can't look better by changing
-- the yardstick.
-- Grain: one row per credential and covariate (credential_code, covariate).
with covariates as (
    {{ covariate_means(ref('fct_earner_comparison'), ['credential_code']) }}
)

select
    unmatched.credential_code,
    unmatched.covariate,
    cast(unmatched.persons as integer) as persons_before,
    cast(coalesce(matched.persons, 0) as integer) as persons_matched,
    cast(round(unmatched.earners_mean, 4) as decimal(14, 4)) as earners_mean_before,
    cast(round(unmatched.comparison_mean, 4) as decimal(14, 4)) as comparison_mean_before,
    cast(round(unmatched.earners_deviation, 4) as decimal(14, 4)) as earners_deviation,
    cast(round(matched.earners_mean, 4) as decimal(14, 4)) as earners_mean_matched,
    cast(round(matched.comparison_mean, 4) as decimal(14, 4)) as comparison_mean_matched,
    cast(
        round((unmatched.earners_mean - unmatched.comparison_mean) / nullif(unmatched.earners_deviation, 0), 3)
        as decimal(9, 3)
    ) as standardized_difference_before,
    cast(
        round((matched.earners_mean - matched.comparison_mean) / nullif(unmatched.earners_deviation, 0), 3)
        as decimal(9, 3)
    ) as standardized_difference_matched
from covariates as unmatched
left join covariates as matched
    on
        unmatched.credential_code = matched.credential_code
        and unmatched.covariate = matched.covariate
        and matched.comparison_group = 'matched'
where unmatched.comparison_group = 'before_matching'
