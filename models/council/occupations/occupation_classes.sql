-- Draws the classes of an occupation from the evidence, under every method: a class holds if every criterion of one
-- of its alternatives is met; high goes before middle, and low is what meets neither. Where something unknown could
-- change the answer the class is undetermined.
-- Grain: one row per method, year, region, occupation and dimension (method_name, priority_year, region_id,
-- occupation_code, dimension).
with evidence as (
    select * from {{ ref('occupation_evidence') }}
),

alternatives as (
    select
        method_name,
        priority_year,
        region_id,
        occupation_code,
        dimension,
        class,
        alternative,
        case
            when count(case when outcome = 'not_met' then 1 end) > 0 then 'not_met'
            when count(case when outcome = 'unknown' then 1 end) > 0 then 'unknown'
            else 'met'
        end as outcome,
        {{ joined_texts('words', 'criterion', ' and ') }} as words
    from evidence
    group by method_name, priority_year, region_id, occupation_code, dimension, class, alternative
),

classes as (
    select
        method_name,
        priority_year,
        region_id,
        occupation_code,
        dimension,
        class,
        case
            when count(case when outcome = 'met' then 1 end) > 0 then 'met'
            when count(case when outcome = 'unknown' then 1 end) > 0 then 'unknown'
            else 'not_met'
        end as outcome,
        {{ joined_texts("case when outcome = 'met' then words end", 'alternative', ' or ') }} as met_words,
        {{ joined_texts("case when outcome = 'unknown' then words end", 'alternative', ' or ') }} as unknown_words,
        {{ joined_texts('words', 'alternative', ' or ') }} as all_words
    from alternatives
    group by method_name, priority_year, region_id, occupation_code, dimension, class
),

-- Only what decided is told: of a class that is met, the alternatives that are.
told as (
    select
        *,
        case outcome when 'met' then met_words when 'unknown' then unknown_words else all_words end as words
    from classes
),

dimensions as (
    select
        method_name,
        priority_year,
        region_id,
        occupation_code,
        dimension,
        max(case when class = 'high' then outcome end) as high_outcome,
        max(case when class = 'middle' then outcome end) as middle_outcome,
        max(case when class = 'emerging' then outcome end) as emerging_outcome,
        max(case when class = 'high' then words end) as high_words,
        max(case when class = 'middle' then words end) as middle_words,
        max(case when class = 'emerging' then words end) as emerging_words
    from told
    group by method_name, priority_year, region_id, occupation_code, dimension
)

select
    method_name,
    priority_year,
    region_id,
    occupation_code,
    dimension,
    case
        when dimension = 'emerging' then emerging_outcome
        when high_outcome = 'met' then 'high'
        when high_outcome = 'unknown' then 'undetermined'
        when middle_outcome = 'met' then 'middle'
        when middle_outcome = 'unknown' then 'undetermined'
        else 'low'
    end as class,
    case
        when dimension = 'emerging' then emerging_words
        when high_outcome = 'met' then high_words
        else concat_ws('; ', high_words, middle_words)
    end as words
from dimensions
