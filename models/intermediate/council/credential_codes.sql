-- Says which credential of the Council's catalog a source's code means, and whether the catalog holds it at all.
-- Grain: one row per code of a source (source, source_credential_code).
with crosswalk as (
    {{ latest_rows('stg_council__credential_code_crosswalk', ['source', 'source_credential_code']) }}
),

catalog as (
    {{ latest_rows('stg_council__credentials', ['credential_code']) }}
)

select
    crosswalk.source,
    crosswalk.source_credential_code,
    crosswalk.credential_code,
    catalog.credential_code is not null as is_in_catalog
from crosswalk
left join catalog on crosswalk.credential_code = catalog.credential_code
