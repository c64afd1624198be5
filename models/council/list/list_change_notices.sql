-- Says for each change to the List who must be told by which agency and by when (policy 3.A(d)), and whether they were.
-- A removal, replacement or move is always told; an addition only where the List is not substantially the same.
-- Grain: one row per List year, credential that changed, and audience (list_year, credential_code, audience_code).
with differences as (
    select * from {{ ref('list_differences') }}
),

versions as (
    select * from {{ ref('list_versions') }}
),

notice_rules as (
    select * from {{ ref('list_notice_rules') }}
),

notices as (
    select
        list_year,
        credential_code,
        audience_code,
        min(sent_on) as first_sent_on
    from ({{ latest_rows('stg_council__list_notices', ['notice_id']) }}) as rows_in_force
    group by list_year, credential_code, audience_code
),

owed as (
    select
        differences.list_year,
        differences.credential_code,
        notice_rules.audience_code,
        differences.change_kind,
        notice_rules.sent_by_code,
        notice_rules.is_always_due or not coalesce(versions.is_substantially_same, true) as is_due,
        versions.notice_due_on as due_on,
        notices.first_sent_on
    from differences
    inner join versions on differences.list_year = versions.list_year
    inner join notice_rules
        on
            differences.change_kind = notice_rules.change_kind
            and differences.list_year between notice_rules.from_list_year
            and coalesce(notice_rules.to_list_year, differences.list_year)
    left join notices
        on
            differences.list_year = notices.list_year
            and differences.credential_code = notices.credential_code
            and notice_rules.audience_code = notices.audience_code
)

select
    list_year,
    credential_code,
    audience_code,
    change_kind,
    sent_by_code,
    is_due,
    due_on,
    first_sent_on,
    case
        when not is_due or due_on is null then null
        when first_sent_on is not null then first_sent_on <= due_on
        when due_on < cast('{{ var("as_of_date") }}' as date) then false
    end as is_told_in_time
from owed
