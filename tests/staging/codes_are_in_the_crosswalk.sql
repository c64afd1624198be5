-- A row here is a code that an agency sends and the crosswalk lacks: add it to seeds/crosswalks/code_crosswalk.csv, or
-- ask the agency what it means. It warns and does not fail, because one new code must not keep a whole delivery waiting.
{{ config(severity='warn') }}
select *
from {{ ref('unmapped_codes') }}
