-- A row here is a code that an agency sends and no crosswalk knows: ask the agency what it means and add it where
-- quality.unmapped_codes says. It only warns, because one new code must not keep a whole delivery waiting.
{{ config(severity='warn') }}
select *
from {{ ref('unmapped_codes') }}
