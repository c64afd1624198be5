-- Compares descriptions that a blocking rule brings together. What an earlier build compared is taken over from it, so
-- that a new delivery compares only what is new with those who are there. Each description stands here with itself too:
-- that says it was compared with all others, and by what, in the same table that holds what came of it.
-- Grain: one row per pair of descriptions, or description with itself (identity_number_a <= identity_number_b).
with identities as (
    select identity_number from {{ ref('linkable_identities') }}
),

keys as (
    select * from {{ ref('blocking_keys') }}
),

decided as (
    select * from {{ ref('decided_pairs') }}
),

parameters as (
    {{ matching_parameters(comparison_parameters()) }}
),

before as (
    {{ comparisons_before() }}
),

-- Descriptions that the earlier build compared and that are still there.
known as (
    select identities.identity_number
    from before
    inner join identities on before.identity_number_a = identities.identity_number
    where before.identity_number_a = before.identity_number_b
),

keys_with_news as (
    select
        keys.identity_number,
        keys.blocking_key,
        known.identity_number is null as is_new
    from keys
    left join known on keys.identity_number = known.identity_number
),

-- A decision of people needs no blocking rule.
pairs as (
    select
        a.identity_number as identity_number_a,
        b.identity_number as identity_number_b
    from keys_with_news as a
    inner join keys_with_news as b
        on a.blocking_key = b.blocking_key and a.identity_number < b.identity_number
    where a.is_new or b.is_new
    union
    select
        identity_number_a,
        identity_number_b
    from decided
),

compared as (
    {{ compare_pairs() }}
),

carried as (
    select
        before.identity_number_a,
        before.identity_number_b,
        before.pattern
    from before
    inner join known as a on before.identity_number_a = a.identity_number
    inner join known as b on before.identity_number_b = b.identity_number
    left join decided
        on
            before.identity_number_a = decided.identity_number_a
            and before.identity_number_b = decided.identity_number_b
    where before.identity_number_a < before.identity_number_b and decided.decision is null
),

gathered as (
    select
        identity_number_a,
        identity_number_b,
        cast(pattern as bigint) as pattern
    from compared
    union all
    select
        identity_number_a,
        identity_number_b,
        pattern
    from carried
    union all
    select
        identity_number as identity_number_a,
        identity_number as identity_number_b,
        cast(null as bigint) as pattern
    from identities
)

select
    identity_number_a,
    identity_number_b,
    pattern,
    '{{ comparison_checksum() }}' as compared_by
from gathered
