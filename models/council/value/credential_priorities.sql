-- Says in how many regions, the state as a whole among them, the occupation that a credential leads to has priority
-- (policy 3.A(b)). A credential leads to one occupation of the catalog; one that leads to none has no priority. If the
-- occupation has priority nowhere and its class is unknown in one region, nobody can tell.
-- Grain: one row per List year and credential (list_year, credential_code).
with candidates as (
    select * from {{ ref('list_candidates') }}
),

occupations as (
    select * from {{ ref('dim_occupation') }}
),

classes as (
    select * from {{ ref('priority_occupations') }}
),

classified as (
    select
        candidates.list_year,
        candidates.credential_code,
        max(coalesce(occupations.occupation_title, candidates.soc_code)) as occupation_title,
        count(case when classes.is_priority then 1 end) as regions_with_priority,
        count(classes.is_priority) as regions_known,
        count(classes.region_id) as regions_held,
        {{ joined_texts('case when classes.is_priority then classes.region_id end', 'classes.region_id', ', ') }}
            as regions
    from candidates
    left join occupations on candidates.soc_code = occupations.soc_code
    left join classes
        on candidates.priority_year = classes.priority_year and candidates.soc_code = classes.occupation_code
    group by candidates.list_year, candidates.credential_code
)

select
    list_year,
    credential_code,
    case
        when occupation_title is null then 0
        when regions_with_priority > 0 or (regions_held > 0 and regions_known = regions_held) then regions_with_priority
    end as regions_with_priority,
    coalesce(occupation_title || case
        when regions_with_priority > 0 then ': priority in ' || regions
        when regions_held = 0 then ': no class in that year'
        when regions_known < regions_held then ': class undetermined'
        else ': no priority'
    end, 'no occupation is aligned with it') as words
from classified
