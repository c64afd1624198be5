-- Looks from each quarter of a job to the quarters around it, the continuing employer taken for one: what full-quarter
-- employment, hires, separations and retention are made of (Census, QWI definitions). What would have to be seen in a
-- quarter that no wage file covers is empty, not false.
-- Grain: one row per person, continuing employer and quarter with pay (person_id, continuing_employer_id,
-- calendar_quarter).
{%- set job = 'partition by person_id, continuing_employer_id order by quarter_sequence' %}
{%- set later = var('retention_quarters') %}

with employment_quarters as (
    select * from {{ ref('employment_quarters') }}
),

continuing_employers as (
    select * from {{ ref('continuing_employers') }}
),

loaded_quarters as (
    select * from {{ ref('loaded_quarters') }}
),

jobs as (
    select
        employment_quarters.person_id,
        continuing_employers.continuing_employer_id,
        employment_quarters.calendar_quarter,
        loaded_quarters.quarter_sequence,
        sum(employment_quarters.wages) as wages
    from employment_quarters
    inner join continuing_employers on employment_quarters.employer_id = continuing_employers.employer_id
    inner join loaded_quarters on employment_quarters.calendar_quarter = loaded_quarters.calendar_quarter
    group by
        employment_quarters.person_id,
        continuing_employers.continuing_employer_id,
        employment_quarters.calendar_quarter,
        loaded_quarters.quarter_sequence
),

-- `range` counts quarters, not rows: a quarter without pay lies between two that have it.
neighbours as (
    select
        *,
        count(*) over ({{ job }} range between 1 preceding and 1 preceding) > 0 as is_paid_before,
        count(*) over ({{ job }} range between 1 following and 1 following) > 0 as is_paid_after,
        count(*) over ({{ job }} range between {{ later }} following and {{ later }} following) > 0 as is_paid_later
    from jobs
)

select
    neighbours.person_id,
    neighbours.continuing_employer_id,
    neighbours.calendar_quarter,
    neighbours.wages,
    case when loaded_quarters.is_loaded_before then not neighbours.is_paid_before end as is_hire,
    case when loaded_quarters.is_loaded_after then not neighbours.is_paid_after end as is_separation,
    case
        when loaded_quarters.is_loaded_before and loaded_quarters.is_loaded_after
            then neighbours.is_paid_before and neighbours.is_paid_after
    end as is_full_quarter,
    case when later_quarters.calendar_quarter is not null then neighbours.is_paid_later end as is_retained
from neighbours
inner join loaded_quarters on neighbours.calendar_quarter = loaded_quarters.calendar_quarter
left join loaded_quarters as later_quarters
    on neighbours.quarter_sequence + {{ later }} = later_quarters.quarter_sequence
