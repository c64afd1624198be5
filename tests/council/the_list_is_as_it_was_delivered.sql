-- A row here is a credential on a List whose status differs from what the Council last delivered: nothing that is
-- computed may add to an approved List, take from it, or move a level. Days are compared where no later List cuts them
-- short.
with delivered as (
    select
        *,
        dense_rank() over (partition by list_year order by delivered_on desc, file_name desc) as file_recency,
        row_number() over (partition by list_year, file_name, credential_code order by line_number desc) as line_recency
    from {{ ref('stg_council__approved_list') }}
    where is_accepted
),

last_delivered as (
    select
        list_year,
        credential_code,
        credential_level_code,
        approved_on,
        effective_from
    from delivered
    where file_recency = 1 and line_recency = 1
),

listed as (
    select
        list_year,
        credential_code,
        credential_level,
        approved_on,
        effective_from
    from {{ ref('dim_credential_list_status') }}
)

select
    coalesce(last_delivered.list_year, listed.list_year) as list_year,
    coalesce(last_delivered.credential_code, listed.credential_code) as credential_code
from last_delivered
full join listed
    on last_delivered.list_year = listed.list_year and last_delivered.credential_code = listed.credential_code
where
    last_delivered.credential_code is null
    or listed.credential_code is null
    or last_delivered.credential_level_code is distinct from listed.credential_level
    or last_delivered.approved_on <> listed.approved_on
    or last_delivered.effective_from <> listed.effective_from
