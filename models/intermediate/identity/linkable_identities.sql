-- What is compared: normalised descriptions with what all of them together tell of each, whether others use its numbers
-- and addresses, and how rare its names are.
-- Grain: one row per distinct description of a person (identity_tuple_id).
with shared as (
    select * from {{ ref('shared_ssns') }}
),

parameters as (
    {{ matching_parameters(['contacts_of_nobody', 'term_frequency_support']) }}
),

-- The descriptions are read where they are needed: an import that several steps read would be copied first.
-- Two numbers at one time tell two people only where the source gives a person no second number.
spells as (
    select
        school_spells.identity_tuple_id,
        min(school_spells.entry_date) as enrolled_from,
        max(school_spells.exit_date) as enrolled_to
    from {{ ref('school_spells') }} as school_spells
    inner join {{ ref('normalised_identities') }} as identities
        on school_spells.identity_tuple_id = identities.identity_tuple_id
    where identities.id_space not in (select renumbering.id_space from {{ ref('renumbering_sources') }} as renumbering)
    group by school_spells.identity_tuple_id
),

-- none@none.com and the school office's telephone say nothing of anyone.
{%- for contact in ['email', 'phone'] %}

{{ contact }}s_of_nobody as (
    select {{ contact }}
    from {{ ref('normalised_identities') }}
    where {{ contact }} is not null
    group by {{ contact }}
    having count(distinct first_name) > (select parameters.contacts_of_nobody from parameters)
),
{%- endfor %}

common_names as (
    select * from {{ ref('common_names') }}
),

-- Bits to add to the weight of an agreement: how much rarer a term is among the descriptions than terms are on average.
-- As long as descriptions are few the average stands in, or the country's share of a name that is commoner than that.
usual as (
    select
        comparison,
        u_probability,
        least_term_frequency
    from {{ ref('comparison_levels') }}
    where level = 'same'
),
{%- for term in rarity_comparisons() %}

{{ term }}s as (
    select
        identities.{{ term }},
        log2(any_value(usual.u_probability) / greatest(
            (
                count(*)
                + any_value(parameters.term_frequency_support)
                * greatest(any_value(usual.u_probability), coalesce(any_value(common_names.share), 0))
            )
            / (sum(count(*)) over () + any_value(parameters.term_frequency_support)),
            coalesce(any_value(usual.least_term_frequency), 0)
        )) as rarity
    from {{ ref('normalised_identities') }} as identities
    cross join parameters
    inner join usual on usual.comparison = '{{ term }}'
    left join common_names
        on common_names.comparison = '{{ term }}' and common_names.name = cast(identities.{{ term }} as varchar)
    where identities.{{ term }} is not null
    group by identities.{{ term }}
),
{%- endfor %}

learnt as (
    select
        identities.* replace (
            -- A number with very many names is no number.
            case when not coalesce(shared.is_nobodys, false) then identities.ssn end as ssn,
            case when not coalesce(shared.is_nobodys, false) then identities.ssn_last_four end as ssn_last_four,
            case when emails_of_nobody.email is null then identities.email end as email,
            case when phones_of_nobody.phone is null then identities.phone end as phone
        ),
        coalesce(not shared.is_nobodys, false) as is_ssn_shared,
        spells.enrolled_from,
        spells.enrolled_to,
        first_names.rarity as first_name_rarity,
        last_names.rarity as last_name_rarity,
        birth_dates.rarity as birth_date_rarity
    from {{ ref('normalised_identities') }} as identities
    left join shared on identities.ssn = shared.ssn
    left join spells on identities.identity_tuple_id = spells.identity_tuple_id
    left join emails_of_nobody on identities.email = emails_of_nobody.email
    left join phones_of_nobody on identities.phone = phones_of_nobody.phone
    left join first_names on identities.first_name = first_names.first_name
    left join last_names on identities.last_name = last_names.last_name
    left join birth_dates on identities.birth_date = birth_dates.birth_date
)

select
    *,
    -- Another number where what was learnt changes what is compared, so that only what changed is compared again.
    {{ hash_number([
        'identity_tuple_id', 'is_ssn_shared', 'ssn is null', 'email is null', 'phone is null', 'enrolled_from', 'enrolled_to'
    ]) }} as identity_number
from learnt
