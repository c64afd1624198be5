-- Says of every wage record as delivered which of the Council's rules it breaks, all rules in one pass. A flag is empty
-- where its rule doesn't speak of the row.
-- Grain: one row per accepted wage record (file_name, line_number).
with parameters as (
    {{ rule_parameters(['surnames_of_one_ssn']) }}
),

reports as (
    select * from {{ ref('wage_reports') }}
),

records as (
    select
        file_name,
        line_number,
        identity_tuple_id,
        identity['ssn'] as ssn,
        year,
        quarter,
        employer_account
    from {{ ref('stg_labor__wage_records') }}
    where is_accepted
),

normalised as (
    select
        identity_tuple_id,
        ssn
    from {{ ref('normalised_identities') }}
),

accounts as (
    select distinct employer_account
    from {{ ref('stg_labor__employers') }}
    where is_accepted
),

-- Numbers that few enough surnames share in all of time need no look at their quarters.
many_surnames as (
    select identities.ssn
    from {{ ref('delivered_identities') }} as identities
    cross join parameters
    where identities.id_space = 'labor'
    group by identities.ssn, parameters.surnames_of_one_ssn
    having count(distinct upper(identities.last_name)) > parameters.surnames_of_one_ssn
),

quarters as (
    select
        records.ssn,
        records.year,
        records.quarter
    from records
    inner join many_surnames on records.ssn = many_surnames.ssn
    inner join {{ ref('delivered_identities') }} as identities
        on records.identity_tuple_id = identities.identity_tuple_id
    cross join parameters
    group by records.ssn, records.year, records.quarter, parameters.surnames_of_one_ssn
    having count(distinct upper(identities.last_name)) > parameters.surnames_of_one_ssn
)

select
    records.file_name,
    records.line_number,
    normalised.ssn is null as ssn_invalid,
    case
        when reports.record_type_code = 'O'
            then coalesce(reports.set_aside_reason in ('duplicate_row', 'contradicted_by_later_row'), false)
    end as wages_repeated,
    accounts.employer_account is null as employer_unknown,
    quarters.ssn is not null as ssn_with_many_names
from records
inner join reports on records.file_name = reports.file_name and records.line_number = reports.line_number
left join normalised on records.identity_tuple_id = normalised.identity_tuple_id
left join accounts on records.employer_account = accounts.employer_account
left join quarters
    on records.ssn = quarters.ssn and records.year = quarters.year and records.quarter = quarters.quarter
