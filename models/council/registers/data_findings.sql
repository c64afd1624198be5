-- Finds where agencies and entities are not tied into the collection as the policy asks (2.E(a), 4.C): no system, no
-- responsible position, no funding told, no agreement to share data, or one that is not kept.
-- Grain: one row per finding and entry of the register (finding, entry).
with agencies as (
    select * from {{ ref('state_agencies') }}
    where supports_programs
),

systems as (
    select * from {{ ref('data_systems') }}
),

duties as (
    select
        systems.system_id,
        systems.system_name,
        asked.duty
    from systems
    cross join (values ('collection'), ('reporting')) as asked (duty)
),

positions as (
    select * from {{ ref('responsible_positions') }}
    where
        cast('{{ var("as_of_date") }}' as date) between held_from
        and coalesce(held_to, cast('{{ var("as_of_date") }}' as date))
),

sharing as (
    select * from {{ ref('data_sharing_coverage') }}
),

parts as (
    {%- for part in ['attempts', 'scores', 'sub_scores', 'awards'] %}
    select
        certifying_entity_code,
        certifying_entity_name,
        '{{ part }}' as part,
        covers_{{ part }} as is_covered,
        delivers_{{ part }} as is_delivered
    from sharing
    where data_sharing_id is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

unfunded as (
    select * from {{ ref('funding_by_program') }}
    where stream_count = 0
)

select
    'agency_without_system' as finding,
    agencies.agency_id as entry,
    '2.E(a)(i)' as policy_clause,
    agencies.agency_name || ' supports programs, and no data system of it is named.' as says
from agencies
left join systems on agencies.agency_id = systems.agency_id
where systems.system_id is null
union all
select
    'duty_without_position' as finding,
    duties.system_id || ':' || duties.duty as entry,
    '2.E(a)(i)' as policy_clause,
    'Nobody is named for the ' || duties.duty || ' of the ' || duties.system_name || '.' as says
from duties
left join positions on duties.system_id = positions.system_id and duties.duty = positions.duty
where positions.position_id is null
union all
select
    'program_without_funding' as finding,
    fiscal_year || ':' || program_code as entry,
    '2.E(a)(ii)' as policy_clause,
    program_name || ' leads to a credential, and no funding of it is told for ' || fiscal_year || '.' as says
from unfunded
union all
select
    'entity_without_data_sharing' as finding,
    certifying_entity_code as entry,
    '4.C' as policy_clause,
    certifying_entity_name || ' has credentials on the List and no agreement to share data.' as says
from sharing
where listed_credential_count > 0 and data_sharing_id is null
union all
select
    case when is_covered then 'agreed_not_delivered' else 'delivered_not_agreed' end as finding,
    certifying_entity_code || ':' || part as entry,
    case when is_covered then '4.C(b)' else '4.C(a)' end as policy_clause,
    certifying_entity_name || case
        when is_covered then ' has agreed to share ' || replace(part, '_', '-') || ', and its files hold none.'
        else ' delivers ' || replace(part, '_', '-') || ', which its agreement does not cover.'
    end as says
from parts
where is_covered <> is_delivered
