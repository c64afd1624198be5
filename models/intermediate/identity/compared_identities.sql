-- Remembers for the next build what this one compared, and by which code and parameters.
-- Grain: one row per description (identity_number).
-- depends_on: {{ ref('compared_pairs') }}
select
    identity_number,
    '{{ comparison_checksum() }}' as compared_by
from {{ ref('linkable_identities') }}
