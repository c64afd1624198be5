-- Settles which wage reports stand. For a person, an employer and a quarter the restatement delivered last is the base,
-- or the original where there is none: an original that comes again late says nothing new. Adjustments delivered with
-- the base or after it add to it, each once a file, and what is left must be above zero to count.
-- Grain: one row per accepted wage record (file_name, line_number); set_aside_reason is empty where the record counts.
with wage_records as (
    select * from {{ ref('stg_labor__wage_records') }}
    where is_accepted
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
),

employer_accounts as (
    select * from {{ ref('employer_accounts') }}
),

identified as (
    select
        tuple_persons.person_id,
        employer_accounts.employer_id,
        {{ first_day_of_quarter('wage_records.year', 'wage_records.quarter') }} as quarter_starts_on,
        wage_records.record_type_code,
        wage_records.record_type_code = 'A' as is_adjustment,
        wage_records.wages,
        wage_records.delivered_on,
        wage_records.file_name,
        wage_records.line_number,
        wage_records.extensions
    from wage_records
    inner join tuple_persons on wage_records.identity_tuple_id = tuple_persons.identity_tuple_id
    left join employer_accounts on wage_records.employer_account = employer_accounts.employer_account
),

-- The base's own facts beside each record. is_adjustment sorts false first, so a first row that is an adjustment means
-- that there is no base; R, restated, sorts before O, original.
based as (
    select
        *,
        row_number() over latest as recency,
        first_value(is_adjustment) over latest as is_without_base,
        first_value(record_type_code) over latest as base_type_code,
        first_value(wages) over latest as base_wages,
        first_value(delivered_on) over latest as base_delivered_on,
        row_number() over (
            partition by person_id, employer_id, quarter_starts_on, record_type_code, wages, file_name
            order by line_number
        ) as times_in_file
    from identified
    window latest as (
        partition by person_id, employer_id, quarter_starts_on
        order by is_adjustment, record_type_code desc, {{ latest_first() }}
    )
),

judged as (
    select
        *,
        case
            when employer_id is null then 'no_such_employer_account'
            when is_without_base then 'adjustment_without_base'
            when is_adjustment and delivered_on < base_delivered_on then 'adjustment_before_base'
            when is_adjustment and times_in_file > 1 then 'duplicate_row'
            when is_adjustment or recency = 1 then null
            when record_type_code = base_type_code and wages = base_wages then 'duplicate_row'
            when base_type_code = 'R' then 'replaced_by_restatement'
            else 'contradicted_by_later_row'
        end as reason_of_row
    from based
),

totalled as (
    select
        *,
        sum(case when reason_of_row is null then wages end) over (
            partition by person_id, employer_id, quarter_starts_on
        ) as quarter_wages
    from judged
)

select
    person_id,
    employer_id,
    quarter_starts_on,
    record_type_code,
    is_adjustment,
    wages,
    'labor' as agency,
    'wage_records' as extract,
    file_name,
    line_number,
    delivered_on,
    extensions,
    coalesce(
        reason_of_row,
        case when quarter_wages <= 0 then 'wages_not_positive' end
    ) as set_aside_reason
from totalled
