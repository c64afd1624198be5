-- Shows where matching finds people again and where it loses them: a file whose rate falls below its year before, a
-- vendor that nobody else knows, a group that is found less often than another.
-- Grain: one row per value of a kind of slice (slice_kind, slice_value). Matched is a person whom another agency or
-- certifying entity knows too. Of sex, race and ethnicity only known values are slices.
with person_files as (
    select * from {{ ref('person_files') }}
),

demographics as (
    select * from {{ ref('person_demographics') }}
),

school_years as (
    select * from {{ ref('person_school_years') }}
),

persons as (
    select
        persons.person_id,
        persons.sex,
        demographics.race_ethnicity,
        persons.record_count,
        persons.source_count > 1 as is_matched
    from {{ ref('persons') }} as persons
    left join demographics on persons.person_id = demographics.person_id
),

slices as (
    select
        'source' as slice_kind,
        agency as slice_value,
        person_id,
        record_count
    from person_files
    union all
    select
        'delivery' as slice_kind,
        file_name as slice_value,
        person_id,
        record_count
    from person_files
    union all
    select
        'vendor' as slice_kind,
        extract as slice_value,
        person_id,
        record_count
    from person_files
    where agency = 'credentialing'
    union all
    select
        'sex' as slice_kind,
        sex as slice_value,
        person_id,
        record_count
    from persons
    where sex is not null
    union all
    select
        'race_ethnicity' as slice_kind,
        race_ethnicity as slice_value,
        person_id,
        record_count
    from persons
    where race_ethnicity is not null
    union all
    select
        'school_year' as slice_kind,
        cast(school_years.school_year as varchar) as slice_value,
        persons.person_id,
        persons.record_count
    from persons
    inner join school_years on persons.person_id = school_years.person_id
),

counted as (
    select
        slices.slice_kind,
        slices.slice_value,
        sum(slices.record_count) as record_count,
        sum(case when persons.is_matched then slices.record_count else 0 end) as matched_record_count,
        count(distinct slices.person_id) as person_count,
        count(distinct case when persons.is_matched then slices.person_id end) as matched_person_count
    from slices
    inner join persons on slices.person_id = persons.person_id
    group by slices.slice_kind, slices.slice_value
)

select
    slice_kind,
    slice_value,
    cast(record_count as bigint) as record_count,
    cast(matched_record_count as bigint) as matched_record_count,
    cast(matched_record_count / nullif(record_count, 0) as decimal(5, 4)) as record_match_rate,
    person_count,
    matched_person_count,
    cast(matched_person_count / nullif(person_count, 0) as decimal(5, 4)) as person_match_rate
from counted
