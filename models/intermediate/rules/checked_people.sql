-- Says of every row that describes a person which of the Council's rules it breaks, all rules in one pass. A flag is
-- empty where its rule doesn't speak of the row.
-- Grain: one row per accepted row of an extract that describes people (file_name, line_number).
with parameters as (
    {{ rule_parameters(['youngest_grade_gap', 'oldest_grade_gap', 'adult_learner_age']) }}
),

described as (
    select * from {{ ref('described_people') }}
),

normalised as (
    select
        identity_tuple_id,
        ssn
    from {{ ref('normalised_identities') }}
),

-- A spell that begins while an earlier one of the same student runs on in another district.
concurrent as (
    select distinct
        later.file_name,
        later.line_number
    from described as later
    inner join described as earlier
        on
            later.extract = earlier.extract
            and later.native_id = earlier.native_id
            and later.school_year = earlier.school_year
            and later.district_code <> earlier.district_code
            and later.started_on < earlier.ended_on
            and (later.started_on, later.district_code) > (earlier.started_on, earlier.district_code)
    where later.district_code is not null
),

aged as (
    select
        *,
        school_year - extract(year from birth_date) as age_of_year,
        school_year - extract(year from birth_date) - try_cast(grade_level as integer) as grade_gap,
        row_number() over (
            partition by agency, extract, native_id, repeated_key
            order by {{ latest_first() }}
        ) as recency
    from described
)

select
    aged.file_name,
    aged.line_number,
    aged.recency > 1 as key_repeated,
    case when aged.ssn is not null then normalised.ssn is null end as ssn_invalid,
    case
        when aged.extract = 'students' and aged.started_on is not null
            then
                aged.started_on < {{ first_day_of_school_year('aged.school_year') }}
                or coalesce(aged.ended_on, aged.started_on) > {{ last_day_of_school_year('aged.school_year') }}
    end as outside_school_year,
    case when aged.district_code is not null then concurrent.file_name is not null end as concurrent_districts,
    case
        when aged.grade_gap is not null
            then
                aged.grade_gap < parameters.youngest_grade_gap
                or (
                    aged.grade_gap > parameters.oldest_grade_gap
                    and aged.age_of_year < parameters.adult_learner_age
                )
    end as grade_age_implausible,
    aged.missing_elements > 0 as demographics_missing,
    aged.unknown_codes > 0 as demographic_code_unknown
from aged
cross join parameters
left join normalised on aged.identity_tuple_id = normalised.identity_tuple_id
left join concurrent on aged.file_name = concurrent.file_name and aged.line_number = concurrent.line_number
