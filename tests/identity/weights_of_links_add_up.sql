-- The parts that a link shows are what it was judged by: with the prior they give its weight.
select
    identity_tuple_id_a,
    identity_tuple_id_b,
    match_weight
from {{ ref('links') }}
where
    abs(
        match_weight - prior_weight
        {%- for name in comparisons() %}
        - coalesce({{ name }}_weight, 0)
        {%- endfor %}
    ) > 1e-9
    or match_weight is null
    or prior_weight is null
