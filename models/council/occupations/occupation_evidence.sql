-- Holds every occupation against every criterion: what it measures, against which threshold, and what came of it. A
-- figure that is unknown, or a threshold that can't be made, is unknown here and never taken for a failure.
-- Grain: one row per method, year, region, occupation and criterion (method_name, priority_year, region_id,
-- occupation_code, dimension, class, alternative, criterion).
with criteria as (
    select
        *,
        {{ reference_words('reference', 'factor', 'is_statewide_reference') }} as reference_words
    from {{ ref('criteria_in_force') }}
),

measures as (
    select * from {{ ref('occupation_measures') }}
    where not is_all_occupations
),

-- What a measure is called, and how it is written.
words as (
    {%- for measure in priority_measures() %}
    select
        '{{ measure.name }}' as measure,
        '{{ measure.words }}' as measure_words,
        '{{ measure.sign }}' as measure_sign
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

codes as (
    select * from {{ ref('labor_codes') }}
),

occupations as (
    select * from {{ ref('occupations') }}
),

compared as (
    select
        criteria.*,
        measures.published_code,
        measures.figure,
        measures.mark,
        words.measure_words,
        coalesce(figure_codes.label, words.measure_sign || {{ grouped_digits('measures.figure') }}) as figure_words,
        coalesce(threshold_codes.label, words.measure_sign || {{ grouped_digits('criteria.threshold') }})
            as threshold_words,
        case
            when measures.figure is null or criteria.threshold is null then 'unknown'
            when criteria.comparison = '>=' and measures.figure >= criteria.threshold then 'met'
            when criteria.comparison = '>' and measures.figure > criteria.threshold then 'met'
            when criteria.comparison = '<=' and measures.figure <= criteria.threshold then 'met'
            when criteria.comparison = '<' and measures.figure < criteria.threshold then 'met'
            else 'not_met'
        end as outcome
    from criteria
    inner join measures
        on
            criteria.priority_year = measures.priority_year
            and criteria.measured_region_id = measures.region_id
            and criteria.measure = measures.measure
    inner join words on criteria.measure = words.measure
    left join codes as figure_codes on measures.measure = figure_codes.measure and measures.figure = figure_codes.code
    left join codes as threshold_codes
        on criteria.measure = threshold_codes.measure and criteria.threshold = threshold_codes.code
)

select
    compared.method_name,
    compared.priority_year,
    compared.region_id,
    occupations.soc_code as occupation_code,
    compared.dimension,
    compared.class,
    compared.alternative,
    compared.criterion,
    compared.measure,
    compared.figure,
    compared.mark,
    compared.comparison,
    compared.threshold,
    compared.outcome,
    compared.published_code,
    compared.source,
    compared.measure_words || ' ' || case
        when compared.figure is null then replace(compared.mark, '_', ' ')
        when compared.threshold is null then compared.figure_words || ', the threshold unknown'
        else
            compared.figure_words || ' ' || {{ comparison_words('compared.comparison', 'compared.outcome') }}
            || ' ' || compared.threshold_words || compared.reference_words
    end as words
from compared
inner join occupations on compared.published_code = occupations.published_code
