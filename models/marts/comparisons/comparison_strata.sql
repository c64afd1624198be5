-- Adds up, for each credential, those whom its earners can be compared with: people alike in what var
-- comparison_strata names, who did not earn it. Sums over groups of like persons grow with the rows, where pairs of an
-- earner and another would grow with their square. Who earns it is taken off the sums over everyone.
-- Grain: one row per credential and group of like persons with an earner in it (credential_code, stratum_key).
{%- set measures = stratum_measures() %}

with candidates as (
    select * from {{ ref('comparison_candidates') }}
),

earners as (
    select * from {{ ref('compared_events') }}
    where event_type = 'award'
),

keyed_earners as (
    {{ in_strata('earners', ['credential_code']) }}
),

wanted as (
    select distinct
        credential_code,
        comparison_group,
        match_level,
        stratum_key
    from keyed_earners
),

wanted_keys as (
    select distinct stratum_key from wanted
),

keyed_candidates as (
    {{ in_strata('candidates', ['candidates.*']) }}
),

-- A person is counted by the earliest record: exclusions reach from a quarter on, so that who is left has it left.
numbered as (
    select
        keyed_candidates.*,
        row_number() over (
            partition by keyed_candidates.stratum_key, keyed_candidates.person_id
            order by keyed_candidates.quarter_sequence
        ) as record_of_person
    from keyed_candidates
    inner join wanted_keys on keyed_candidates.stratum_key = wanted_keys.stratum_key
),

everyone as (
    select
        stratum_key,
        {%- for name, measure in measures.items() %}
        sum({{ measure }}) as {{ name }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from numbered
    group by stratum_key
),

taken_off as (
    select
        exclusions.credential_code,
        numbered.stratum_key,
        {%- for name, measure in measures.items() %}
        sum({{ measure }}) as {{ name }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('comparison_exclusions') }} as exclusions
    inner join numbered
        on
            exclusions.comparison_group = numbered.comparison_group
            and exclusions.person_id = numbered.person_id
            and exclusions.excluded_from_quarter <= numbered.quarter_sequence
    group by exclusions.credential_code, numbered.stratum_key
),

failed as (
    select
        *,
        cast(1 as decimal(12, 2)) as pay_basis,
        1 as record_of_person
    from {{ ref('compared_events') }}
    where event_type = 'failed_attempt'
)

select
    wanted.credential_code,
    wanted.comparison_group,
    cast(wanted.match_level as integer) as match_level,
    wanted.stratum_key,
    {%- for name in measures %}
    cast(everyone.{{ name }} - coalesce(taken_off.{{ name }}, 0) as {{ stratum_type(name) }}) as {{ name }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
from wanted
inner join everyone on wanted.stratum_key = everyone.stratum_key
left join taken_off
    on wanted.credential_code = taken_off.credential_code and wanted.stratum_key = taken_off.stratum_key
where everyone.records > coalesce(taken_off.records, 0)
union all
select
    credential_code,
    'attempted_not_passed' as comparison_group,
    1 as match_level,
    {{ hash_number(["'attempted_not_passed'", 'credential_code']) }} as stratum_key,
    {%- for name, measure in measures.items() %}
    cast(sum({{ measure }}) as {{ stratum_type(name) }}) as {{ name }}{% if not loop.last %},{% endif %}
    {%- endfor %}
from failed
group by credential_code
