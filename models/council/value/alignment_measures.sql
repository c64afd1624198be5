-- Says where a credential leads: to occupations with priority (policy 3.A(b)), from programs of which sectors (3.A(c)(iii)),
-- and to credit at colleges (3.A(e)). Programs and agreements are those of the day on which the List takes effect.
-- Grain: one row per List year, credential and measure (list_year, credential_code, measure).
with candidates as (
    select * from {{ ref('list_candidates') }}
),

occupations as (
    select * from {{ ref('credential_occupations') }}
),

classes as (
    select * from {{ ref('priority_occupations') }}
),

-- Of an occupation whose class is unknown in one region and has no priority in the others, nobody can tell.
occupation_classes as (
    select
        candidates.list_year,
        candidates.credential_code,
        occupations.occupation_code,
        max(coalesce(occupations.occupation_title, occupations.occupation_code)) as occupation_title,
        bool_or(classes.is_priority) as has_priority,
        count(classes.is_priority) as regions_known,
        count(classes.region_id) as regions_held,
        string_agg(case when classes.is_priority then classes.region_id end, ', ' order by classes.region_id) as regions
    from candidates
    inner join occupations on candidates.credential_code = occupations.credential_code
    left join classes
        on
            candidates.priority_year = classes.priority_year
            and occupations.occupation_code = classes.occupation_code
    group by candidates.list_year, candidates.credential_code, occupations.occupation_code
),

priorities as (
    select
        list_year,
        credential_code,
        count(case when has_priority then 1 end) as priority_count,
        min(case when has_priority or (regions_held > 0 and regions_known = regions_held) then 1 else 0 end) as is_known,
        string_agg(
            occupation_title || case
                when has_priority then ' (priority in ' || regions || ')'
                when regions_held = 0 then ' (no classes that year)'
                when regions_known < regions_held then ' (class undetermined)'
                else ' (no priority)'
            end,
            '; ' order by occupation_code
        ) as words
    from occupation_classes
    group by list_year, credential_code
),

programs as (
    select
        candidates.list_year,
        candidates.credential_code,
        count(distinct alignments.program_code) as program_count,
        count(distinct programs.sector) as sector_count,
        string_agg(distinct programs.sector, ', ' order by programs.sector) as sectors
    from candidates
    inner join {{ ref('bridge_credential_program') }} as alignments
        on
            candidates.credential_code = alignments.credential_code
            and candidates.effective_from between alignments.aligned_from
            and coalesce(alignments.aligned_to, candidates.effective_from)
    inner join {{ ref('dim_program') }} as programs on alignments.program_code = programs.program_code
    group by candidates.list_year, candidates.credential_code
),

agreements as (
    select
        candidates.list_year,
        candidates.credential_code,
        count(distinct agreements.receiving_institution_code) as institution_count
    from candidates
    inner join {{ ref('articulation_agreements') }} as agreements
        on
            candidates.credential_code = agreements.credential_code
            and candidates.effective_from between agreements.in_force_from
            and coalesce(agreements.in_force_to, candidates.effective_from)
    group by candidates.list_year, candidates.credential_code
),

aligned as (
    select
        candidates.list_year,
        candidates.credential_code,
        candidates.priority_year,
        case when priorities.priority_count > 0 or priorities.is_known = 1 then priorities.priority_count end as priority_count,
        coalesce(priorities.words, 'no occupation is aligned with it') as priority_words,
        coalesce(programs.program_count, 0) as program_count,
        coalesce(programs.sector_count, 0) as sector_count,
        coalesce(': ' || programs.sectors, '') as sectors,
        coalesce(agreements.institution_count, 0) as institution_count,
        ' on ' || cast(candidates.effective_from as string) as on_the_day
    from candidates
    left join priorities
        on candidates.list_year = priorities.list_year and candidates.credential_code = priorities.credential_code
    left join programs
        on candidates.list_year = programs.list_year and candidates.credential_code = programs.credential_code
    left join agreements
        on candidates.list_year = agreements.list_year and candidates.credential_code = agreements.credential_code
)

{% set measures = [
    {
        'name': 'priority_occupations',
        'figure': 'priority_count',
        'source': "'classes of occupations of ' || cast(priority_year as string)",
        'words': 'priority_words',
    },
    {
        'name': 'aligned_programs',
        'figure': 'program_count',
        'source': "'aligned programs' || on_the_day",
        'words': "cast(program_count as string) || ' programs' || sectors",
    },
    {
        'name': 'aligned_sectors',
        'figure': 'sector_count',
        'source': "'aligned programs' || on_the_day",
        'words': "cast(sector_count as string) || ' sectors' || sectors",
    },
    {
        'name': 'articulating_institutions',
        'figure': 'institution_count',
        'source': "'agreements in force' || on_the_day",
        'words': "cast(institution_count as string) || ' colleges grant credit'",
    },
] -%}
{{ measure_rows('aligned', measures) }}
