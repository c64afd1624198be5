-- Lists the codes that agencies send and no crosswalk knows: each is a line to add to
-- seeds/crosswalks/code_crosswalk.csv, or for a credential to the Council's delivery credential_code_crosswalk, and
-- until then these rows say nothing of the element.
-- Grain: one row per code of a source's element (source, element, source_code). A code longer than every known one may
-- be something personal that slid into the wrong column, so only its shape is shown, A for a letter and 9 for a digit;
-- staging.stg_delivered_codes has the code itself.
with delivered_codes as (
    select * from {{ ref('stg_delivered_codes') }}
),

standard_codes as (
    select * from {{ ref('code_crosswalk') }}
),

credential_codes as (
    select * from {{ ref('stg_council__credential_code_crosswalk') }}
),

crosswalk as (
    select
        source,
        element,
        source_code
    from standard_codes
    union all
    select distinct
        source,
        'credential' as element,
        source_credential_code as source_code
    from credential_codes
    where is_accepted
),

longest_codes as (
    select
        source,
        element,
        max(length(source_code)) as code_length
    from crosswalk
    group by source, element
),

unknown_codes as (
    select
        delivered_codes.source,
        delivered_codes.element,
        delivered_codes.source_code,
        delivered_codes.row_count
    from delivered_codes
    left join crosswalk
        on
            delivered_codes.source = crosswalk.source
            and delivered_codes.element = crosswalk.element
            and delivered_codes.source_code = crosswalk.source_code
    where crosswalk.source_code is null
),

shown_codes as (
    select
        unknown_codes.source,
        unknown_codes.element,
        case
            when length(unknown_codes.source_code) <= longest_codes.code_length then unknown_codes.source_code
            else regexp_replace(regexp_replace(unknown_codes.source_code, '\pL', 'A', 'g'), '\pN', '9', 'g')
        end as source_code,
        unknown_codes.row_count
    from unknown_codes
    left join longest_codes
        on
            unknown_codes.source = longest_codes.source
            and unknown_codes.element = longest_codes.element
)

select
    source,
    element,
    source_code,
    cast(sum(row_count) as bigint) as row_count
from shown_codes
group by source, element, source_code
