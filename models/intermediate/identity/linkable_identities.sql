-- What the rules compare: normalised descriptions with what was learnt of their Social Security number.
-- Grain: one row per distinct description of a person (identity_tuple_id).
with identities as (
    select * from {{ ref('normalised_identities') }}
),

shared as (
    select * from {{ ref('shared_ssns') }}
)

select
    identities.* exclude (ssn),
    -- A number with very many names is no number.
    case when not coalesce(shared.is_nobodys, false) then identities.ssn end as ssn,
    coalesce(not shared.is_nobodys, false) as is_ssn_shared
from identities
left join shared on identities.ssn = shared.ssn
