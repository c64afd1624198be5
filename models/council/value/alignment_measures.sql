-- Says where a credential leads: to an occupation with priority (policy 3.A(b)), from programs of which sectors and
-- whether these lead there too (3.A(c)(iii)), and to credit at colleges (3.A(e)). Programs and agreements are those of
-- the day on which the List takes effect.
-- Grain: one row per List year, credential and measure (list_year, credential_code, measure).
with candidates as (
    select * from {{ ref('list_candidates') }}
),

priorities as (
    select * from {{ ref('credential_priorities') }}
),

sectors as (
    select
        candidates.list_year,
        candidates.credential_code,
        alignments.sector,
        count(distinct alignments.program_code) as program_count,
        count(distinct case when alignments.leads_to_occupation then alignments.program_code end) as leading_count,
        count(case when alignments.leads_to_occupation is null then 1 end) as unknown_count
    from candidates
    inner join {{ ref('credential_alignments') }} as alignments
        on
            candidates.credential_code = alignments.credential_code
            and candidates.effective_from between alignments.aligned_from
            and coalesce(alignments.aligned_to, candidates.effective_from)
    group by candidates.list_year, candidates.credential_code, alignments.sector
),

programs as (
    select
        list_year,
        credential_code,
        sum(program_count) as program_count,
        count(*) as sector_count,
        sum(leading_count) as leading_count,
        sum(unknown_count) as unknown_count,
        {{ joined_texts('sector', 'sector', ', ') }} as sectors
    from sectors
    group by list_year, credential_code
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
        priorities.regions_with_priority,
        priorities.words as priority_words,
        coalesce(programs.program_count, 0) as program_count,
        coalesce(programs.sector_count, 0) as sector_count,
        case
            when programs.leading_count > 0 or coalesce(programs.unknown_count, 0) = 0
                then coalesce(programs.leading_count, 0)
        end as leading_count,
        coalesce(': ' || programs.sectors, '') as sectors,
        coalesce(agreements.institution_count, 0) as institution_count,
        ' on ' || cast(candidates.effective_from as string) as on_the_day
    from candidates
    inner join priorities
        on candidates.list_year = priorities.list_year and candidates.credential_code = priorities.credential_code
    left join programs
        on candidates.list_year = programs.list_year and candidates.credential_code = programs.credential_code
    left join agreements
        on candidates.list_year = agreements.list_year and candidates.credential_code = agreements.credential_code
)

{% set measures = [
    {
        'name': 'priority_regions',
        'figure': 'regions_with_priority',
        'source': "'classes of occupations of ' || cast(priority_year as string)",
        'words': 'priority_words',
    },
    {
        'name': 'aligned_programs',
        'figure': 'program_count',
        'source': "'aligned programs' || on_the_day",
        'words': counted_words('program_count', 'program') ~ " || sectors",
    },
    {
        'name': 'aligned_sectors',
        'figure': 'sector_count',
        'source': "'aligned programs' || on_the_day",
        'words': counted_words('sector_count', 'sector') ~ " || sectors",
    },
    {
        'name': 'programs_leading_to_occupation',
        'figure': 'leading_count',
        'source': "'official crosswalk and cip_soc_overrides, aligned programs' || on_the_day",
        'words': "coalesce(" ~ counted_words('leading_count', 'program') ~ " || ' to its occupation', 'the crosswalk does not know its programs')",
    },
    {
        'name': 'articulating_institutions',
        'figure': 'institution_count',
        'source': "'agreements in force' || on_the_day",
        'words': "'credit at ' || " ~ counted_words('institution_count', 'college'),
    },
] -%}
{{ measure_rows('aligned', measures) }}
