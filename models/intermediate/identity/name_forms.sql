-- Brings names into plain capitals, each distinct spelling once: accents and signs off, words that are no name left out.
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

lettered as (
    select
        delivered_name,
        list_filter(
            string_split({{ name_letters('delivered_name') }}, ' '),
            lambda word: not list_contains(ignored.words, word)
        ) as words
    from names
    cross join ignored
    where delivered_name is not null
),

-- Jr behind a surname is no part of it, nor behind a given name.
separated as (
    select
        delivered_name,
        case when words[-1] in ('JR', 'SR', 'II', 'III', 'IV') and len(words) > 1 then words[-1] end as suffix,
        case when suffix is not null then words[:-2] else words end as words
    from lettered
)

select
    separated.delivered_name,
    nullif(array_to_string(separated.words, ''), '') as letters,
    -- A surname of particles only is a surname.
    case
        when len(list_filter(separated.words, lambda word: not list_contains(particles.words, word))) > 0
            then list_filter(separated.words, lambda word: not list_contains(particles.words, word))
        else separated.words
    end as parts,
    separated.suffix
from separated
cross join particles
