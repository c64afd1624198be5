-- Says of every cell by credential or career cluster whether more people earned than could have, and of every group
-- whether more people attempted than are known. An award counts where its attempt should be on record: a source of
-- attempts reports it, the catalog asks for an exam, and it renews no other. Whoever passed the year before and was
-- awarded nothing then may still earn this year.
-- Grain: one row per school year, dimension, member and measure (school_year, dimension, member, measure).
{% set groups = [
    'sex', 'race_ethnicity', 'household_income', 'disability', 'home_language', 'english_learner', 'region', 'district',
    'school'
] %}

with credentials as (
    select * from {{ ref('dim_credential') }}
),

awards as (
    select * from {{ ref('fct_credential_award') }}
),

attempts as (
    select * from {{ ref('fct_credential_attempt') }}
),

from_sources_of_attempts as (
    select distinct reports.credential_award_id
    from {{ ref('fct_credential_award_source') }} as reports
    inner join {{ ref('source_precedence') }} as precedence on reports.source_kind = precedence.source_kind
    where precedence.attempt_rank is not null
),

people as (
    select
        awards.person_id,
        awards.credential_code,
        awards.school_year,
        true as is_earner
    from awards
    inner join from_sources_of_attempts on awards.credential_award_id = from_sources_of_attempts.credential_award_id
    where not awards.is_renewal
    union all
    select
        person_id,
        credential_code,
        school_year,
        false as is_earner
    from attempts
    union all
    select
        attempts.person_id,
        attempts.credential_code,
        attempts.school_year + 1 as school_year,
        false as is_earner
    from attempts
    left join awards
        on
            attempts.person_id = awards.person_id
            and attempts.credential_code = awards.credential_code
            and attempts.school_year = awards.school_year
    where attempts.is_passed and awards.person_id is null
),

by_credential as (
    select
        people.school_year,
        dimensions.dimension,
        case dimensions.dimension
            when 'credential' then credentials.credential_code
            when 'career_cluster' then credentials.career_cluster
            else 'all'
        end as member,
        'persons_earned' as measure,
        count(distinct case when people.is_earner then people.person_id end) as persons,
        count(distinct case when not people.is_earner then people.person_id end) as persons_at_most
    from people
    inner join credentials on people.credential_code = credentials.credential_code
    cross join (
        select 'all' as dimension
        union all
        select 'credential' as dimension
        union all
        select 'career_cluster' as dimension
    ) as dimensions
    where not credentials.is_attempt_waived
    group by people.school_year, dimensions.dimension, member
),

known as (
    {%- for group in groups %}
    select
        school_year,
        '{{ group }}' as dimension,
        {{ group }} as member,
        count(*) as persons
    from {{ ref('report_students') }}
    group by school_year, {{ group }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

by_group as (
    select
        margins.school_year,
        margins.dimension,
        margins.member,
        margins.measure,
        margins.persons,
        coalesce(known.persons, 0) as persons_at_most
    from {{ ref('report_margins') }} as margins
    left join known
        on
            margins.school_year = known.school_year
            and margins.dimension = known.dimension
            and margins.member = known.member
    where
        margins.measure in ('persons_attempted', 'persons_attempted_high_value')
        and margins.dimension in ('{{ groups | join("', '") }}')
),

compared as (
    select * from by_credential
    union all
    select * from by_group
)

select
    school_year,
    dimension,
    member,
    measure,
    persons,
    persons_at_most,
    persons > persons_at_most as earned_above_attempted
from compared
