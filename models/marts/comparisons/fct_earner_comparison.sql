-- Holds each earner's pay against the mean of those alike who did not earn the credential, once for each comparison
-- group; among the groups of like persons the most alike counts that is large enough. marts.credential_comparison takes
-- means over it, by whatever the earners are cut by.
-- Grain: one row per comparison group, credential and person who earned it (comparison_group, credential_code,
-- person_id), as far as there is somebody to compare with.
{%- set covariates = var('comparison_covariates') %}

with earners as (
    select * from {{ ref('compared_events') }}
    where event_type = 'award'
),

keyed as (
    {{ in_strata('earners', ['earners.*']) }}
    union all
    select
        'attempted_not_passed' as comparison_group,
        1 as match_level,
        {{ hash_number(["'attempted_not_passed'", 'credential_code']) }} as stratum_key,
        cast(1 as decimal(12, 2)) as pay_basis,
        earners.*
    from earners
),

compared as (
    select
        keyed.*,
        strata.records,
        strata.persons,
        strata.pay_after as stratum_pay_after,
        strata.pay_after_square as stratum_pay_after_square,
        strata.pay_basis as stratum_pay_basis,
        strata.pay_basis_square as stratum_pay_basis_square,
        strata.pay_product as stratum_pay_product,
        strata.pay_before as stratum_pay_before,
        strata.has_pay_before as stratum_has_pay_before,
        {%- for name, definition in covariates.items() %}
        strata.covariate_{{ name }} as stratum_{{ name }},
        nullif(strata.{{ 'records' if 'value' in definition else 'observed_' ~ name }}, 0) as observed_{{ name }},
        {%- endfor %}
        row_number() over (
            partition by keyed.comparison_group, keyed.credential_code, keyed.person_id
            order by keyed.match_level
        ) as likeness
    from keyed
    inner join {{ ref('comparison_strata') }} as strata
        on keyed.credential_code = strata.credential_code and keyed.stratum_key = strata.stratum_key
    where strata.persons >= {{ var('comparison_least_persons') }}
)

select
    comparison_group,
    credential_code,
    person_id,
    outcome_event_id,
    cast(match_level as integer) as match_level,
    stratum_key,
    pay_before,
    pay_after,
    pay_basis,
    is_provisional,
    records as comparison_records,
    persons as comparison_persons,
    cast(round(stratum_pay_basis / records, 2) as decimal(12, 2)) as comparison_pay_basis,
    cast(round(stratum_pay_after / records, 2) as decimal(12, 2)) as comparison_pay_after,
    cast(round(stratum_pay_before / nullif(stratum_has_pay_before, 0), 2) as decimal(12, 2)) as comparison_pay_before,
    {{ covariance_of_sums('stratum_pay_after_square', 'stratum_pay_after', 'stratum_pay_after', 'records') }}
        as comparison_pay_after_variance,
    {{ covariance_of_sums('stratum_pay_basis_square', 'stratum_pay_basis', 'stratum_pay_basis', 'records') }}
        as comparison_pay_basis_variance,
    {{ covariance_of_sums('stratum_pay_product', 'stratum_pay_after', 'stratum_pay_basis', 'records') }}
        as comparison_pay_covariance,
    {%- for name, definition in covariates.items() %}
    cast({{ covariate(definition) }} as decimal(12, 2)) as covariate_{{ name }},
    cast(round(stratum_{{ name }} / observed_{{ name }}, 4) as decimal(14, 4)) as comparison_covariate_{{ name }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
from compared
where likeness = 1
