-- Says of every delivered file which of the Council's rules on files it breaks: those for which admission refused it,
-- and whether somebody attests to it.
-- Grain: one row per file (file_name).
{%- set file_rules = [
    'FILE_NOT_IN_MANIFEST', 'FILE_NOT_DELIVERED', 'FILE_CHECKSUM_DIFFERS', 'FILE_ROW_COUNT_DIFFERS', 'FILE_EMPTY',
    'FILE_UNREADABLE', 'FILE_ENCODING', 'FILE_COLUMNS_MISSING', 'FILE_HEADER_REPEATS'
] %}

with deliveries as (
    select
        *,
        list_transform(refusal_reasons, lambda reason: split_part(reason, ':', 1)) as rule_ids
    from {{ ref('stg_admission__deliveries') }}
)

select
    file_name,
    {%- for rule in file_rules %}
    list_contains(rule_ids, '{{ rule }}') as {{ rule | lower }},
    {%- endfor %}
    case when not list_contains(rule_ids, 'FILE_NOT_IN_MANIFEST') then attested_by is null or attested_on is null end
        as attestation_missing
from deliveries
