-- Brings names into plain capitals, each distinct spelling once: accents and signs off, words that are no name left
-- out.
-- Grain: one row per name as delivered, in whichever field (delivered_name).
with delivered as (
    select
        first_name,
        middle_name,
        last_name
    from {{ ref('delivered_identities') }}
),

ignored as (
    select list(word order by word) as words from {{ ref('ignored_name_words') }}
),

particles as (
    select list(particle order by particle) as words from {{ ref('surname_particles') }}
),

names as (
    select first_name as delivered_name from delivered
    union
    select middle_name from delivered
    union
    select last_name from delivered
),

split as (
    select
        names.delivered_name,
        string_split({{ name_letters('names.delivered_name') }}, ' ') as words,
        ignored.words as ignored_words
    from names
    cross join ignored
    where names.delivered_name is not null
),

cleared as (
    select
        delivered_name,
        list_filter(words, lambda word: not list_contains(ignored_words, word)) as words
    from split
),

-- Jr behind a surname is no part of it, nor behind a given name.
separated as (
    select
        delivered_name,
        case when words[-1] in ('JR', 'SR', 'II', 'III', 'IV') and len(words) > 1 then words[-1] end as suffix,
        case when suffix is not null then words[:-2] else words end as words
    from cleared
),

with_particles as (
    select
        separated.*,
        particles.words as particles
    from separated
    cross join particles
),

parted as (
    select
        *,
        list_filter(words, lambda word: not list_contains(particles, word)) as parts
    from with_particles
)

select
    delivered_name,
    nullif(array_to_string(words, ''), '') as letters,
    -- A surname of particles only is a surname.
    case when len(parts) > 0 then parts else words end as parts,
    suffix
from parted
