-- Gives each person one race and ethnicity and one home language: those reported last, since agencies correct them. Sex
-- helps to match people and so survives in the identity layer.
-- Grain: one row per person of whom any of them is reported (person_id).
with reports as (
    select
        *,
        row_number() over (partition by person_id, element order by {{ latest_first() }}) as recency
    from {{ ref('demographic_reports') }}
)

select
    person_id,
    max(case when element = 'race_ethnicity' then reported_value end) as race_ethnicity,
    max(case when element = 'home_language' then reported_value end) as home_language
from reports
where recency = 1
group by person_id
