{#
    The landed reasons for which a row is refused, and with them those that only the Council's registers, or other rows,
    can tell. Each rule is a dict: reason (RULE or RULE:column), condition (SQL, true where the row breaks it) and moot,
    reasons that make the rule pointless: an exam after its own delivery says nothing about who was open that day. A
    row that could not be taken apart is not judged further. The register of rules says from when to when each applies.
    The rules below speak of their row as `delivered`, whatever table it comes from.
#}
{% macro with_register_reasons(rules) -%}
    list_concat(
            refusal_reasons,
            list_filter(
                [
                {%- for rule in rules %}
                    case
                        when
                            not list_has_any(
                                refusal_reasons,
                                ['{{ (['ROW_FIELD_COUNT', 'ROW_QUOTE_UNCLOSED', 'ROW_ENCODING'] + rule.moot) | join("', '") }}']
                            )
                            and {{ rule_in_force(rule.reason.split(':')[0], 'delivered_on') }}
                            and ({{ rule.condition }})
                            then '{{ rule.reason }}'
                    end{% if not loop.last %},{% endif %}
                {%- endfor %}
                ],
                lambda reason: reason is not null
            )
        )
{%- endmacro %}


{# Whether the register holds a rule in force on a day. #}
{% macro rule_in_force(rule_id, day) -%}
    coalesce({{ day }} between (
                                select min(rules.in_force_from)
                                from {{ ref('business_rules') }} as rules
                                where rules.rule_id = '{{ rule_id }}' and rules.status = 'in_force'
                            ) and (
                                select max(coalesce(rules.in_force_to, cast('9999-12-31' as date)))
                                from {{ ref('business_rules') }} as rules
                                where rules.rule_id = '{{ rule_id }}' and rules.status = 'in_force'
                            ), false)
{%- endmacro %}


{# An institution that was not open on a day, or that the register lacks. Without a register none can be told. #}
{% macro institution_rule(code, day, moot=[]) -%}
    {%- set condition -%}
        delivered.{{ code }} is not null and delivered.{{ day }} is not null
        and exists (select 1 from {{ ref('stg_council__institutions') }} as register where register.is_accepted)
        and not exists (
            select 1
            from ({{ latest_rows('stg_council__institutions', ['institution_code']) }}) as register
            where
                register.institution_code = delivered.{{ code }}
                and register.opened_on <= delivered.{{ day }}
                and coalesce(register.closed_on, cast('9999-12-31' as date)) >= delivered.{{ day }}
        )
    {%- endset -%}
    {{ return({'reason': 'INSTITUTION_NOT_OPEN:' ~ code, 'condition': condition, 'moot': moot}) }}
{%- endmacro %}


{# A course that the catalog lacks, or holds under another program. #}
{% macro course_rule(course, program) -%}
    {%- set condition -%}
        delivered.{{ course }} is not null and delivered.{{ program }} is not null
        and exists (select 1 from {{ ref('stg_council__courses') }} as catalog where catalog.is_accepted)
        and not exists (
            select 1
            from ({{ latest_rows('stg_council__courses', ['course_code']) }}) as catalog
            where catalog.course_code = delivered.{{ course }} and catalog.program_code = delivered.{{ program }}
        )
    {%- endset -%}
    {{ return({'reason': 'COURSE_NOT_IN_CATALOG:' ~ course, 'condition': condition, 'moot': []}) }}
{%- endmacro %}


{# A credential before the day on which it was first offered. `source_name` is whose codes the row carries. #}
{% macro offered_rule(source_name, code, day) -%}
    {%- set condition -%}
        exists (
            select 1
            from (
                {{ latest_rows('stg_council__credential_code_crosswalk', ['source', 'source_credential_code']) }}
            ) as crosswalk
            inner join ({{ latest_rows('stg_council__credentials', ['credential_code']) }}) as catalog
                on crosswalk.credential_code = catalog.credential_code
            where
                crosswalk.source = '{{ source_name }}'
                and crosswalk.source_credential_code = delivered.{{ code }}
                and catalog.offered_from > delivered.{{ day }}
        )
    {%- endset -%}
    {{ return({'reason': 'CREDENTIAL_NOT_YET_OFFERED', 'condition': condition, 'moot': []}) }}
{%- endmacro %}


{#
    A result that the score and the cut score of the same row contradict. An entity whose contract declares no scores is
    held to nothing here.
#}
{% macro score_rule(extract) -%}
    {%- set declared = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() if node.source_name == 'credentialing' and node.name == extract -%}
            {%- do declared.extend(node.columns.keys()) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set has_scores = 'score' in declared and 'cut_score' in declared -%}
    {{ return({
        'reason': 'RESULT_CONTRADICTS_SCORE',
        'condition': "(result = 'passed') <> (score >= cut_score)" if has_scores else 'false',
        'moot': ['VALUE_OUT_OF_RANGE:score', 'VALUE_OUT_OF_RANGE:cut_score'],
    }) }}
{%- endmacro %}


{# A day of earning on a report of an attempt that was not passed. #}
{% macro passing_rule() -%}
    {{ return({
        'reason': 'EARNED_WITHOUT_PASSING',
        'condition': "earned_on is not null and result <> 'passed'",
        'moot': [],
    }) }}
{%- endmacro %}


{#
    Credit for a credential against what the college's agreements in force that day say: `measure` of these agreements
    takes the place of the question mark in `comparison`.
#}
{% macro agreement_rule(reason, measure, comparison) -%}
    {%- set agreed -%}
        (
            select {{ measure }}
            from (
                {{ latest_rows('stg_council__articulation_agreements', ['agreement_id']) }}
            ) as agreements
            where
                agreements.credential_code = delivered.credential_code
                and agreements.receiving_institution_code = delivered.institution_code
                and coalesce(delivered.agreement_id, agreements.agreement_id) = agreements.agreement_id
                and greatest(agreements.signed_on, agreements.effective_from) <= delivered.decided_on
                and coalesce(agreements.effective_to, delivered.decided_on) >= delivered.decided_on
        )
    {%- endset -%}
    {%- set condition -%}
        credential_code is not null and institution_code is not null and decided_on is not null
        and {{ comparison | replace('?', agreed) }}
    {%- endset -%}
    {{ return({
        'reason': reason,
        'condition': condition,
        'moot': ['EVENT_AFTER_DELIVERY', 'VALUE_OUT_OF_RANGE:credits'],
    }) }}
{%- endmacro %}


{# An occupation that neither SOC 2018 nor the publishers' groups of it hold. `code` is the row's column, as delivered.soc_code. #}
{% macro occupation_rule(code, scope='true') -%}
    {%- set condition -%}
        {{ scope }}
        and {{ code }} not in (
            select occupations.soc_code
            from {{ ref('occupations') }} as occupations
            union all
            select occupations.published_code
            from {{ ref('occupations') }} as occupations
        )
    {%- endset -%}
    {{ return({'reason': 'OCCUPATION_UNKNOWN', 'condition': condition, 'moot': []}) }}
{%- endmacro %}


{# Quartiles and median of one occupation in one area that contradict each other, by the year or by the hour. #}
{% macro percentile_rule() -%}
    {%- set condition -%}
        coalesce(annual_p25 > annual_median or annual_median > annual_p75 or annual_p25 > annual_p75, false)
        or coalesce(hourly_p25 > hourly_median or hourly_median > hourly_p75 or hourly_p25 > hourly_p75, false)
    {%- endset -%}
    {{ return({'reason': 'PERCENTILES_OUT_OF_ORDER', 'condition': condition, 'moot': []}) }}
{%- endmacro %}


{# A wage that is top-coded by the hour and a number by the year, or the other way round: the mark was overwritten. #}
{% macro top_code_rule() -%}
    {%- set conditions = [] -%}
    {%- for part in ['mean', 'p10', 'p25', 'median', 'p75', 'p90'] -%}
        {%- do conditions.append(
            "coalesce(hourly_" ~ part ~ "_mark = 'top_coded', false) and annual_" ~ part ~ " is not null"
        ) -%}
        {%- do conditions.append(
            "coalesce(annual_" ~ part ~ "_mark = 'top_coded', false) and hourly_" ~ part ~ " is not null"
        ) -%}
    {%- endfor -%}
    {{ return({'reason': 'TOP_CODE_AS_NUMBER', 'condition': conditions | join('\n        or '), 'moot': []}) }}
{%- endmacro %}


{#
    A program that leads to a credential whose occupation is none of those that the official crosswalk gives the program,
    and for which the Council has no reason of its own. Without a crosswalk none can be told.
#}
{% macro crosswalk_rule() -%}
    {%- set condition -%}
        exists (select 1 from {{ ref('stg_labor_market__cip_soc_crosswalk') }} as crosswalk where crosswalk.is_accepted)
        and exists (
            select 1
            from ({{ latest_rows('stg_council__credentials', ['credential_code']) }}) as catalog
            inner join ({{ latest_rows('stg_council__programs', ['program_code']) }}) as programs
                on programs.program_code = delivered.program_code
            left join (
                select cip_code, occupation_code
                from {{ ref('stg_labor_market__cip_soc_crosswalk') }}
                where is_accepted
                union
                select cip_code, occupation_code
                from {{ ref('cip_soc_overrides') }}
            ) as ties
                on programs.cip_code = ties.cip_code and catalog.soc_code = ties.occupation_code
            where
                catalog.credential_code = delivered.credential_code
                and catalog.soc_code is not null
                and ties.cip_code is null
        )
    {%- endset -%}
    {{ return({'reason': 'OCCUPATION_UNKNOWN', 'condition': condition, 'moot': []}) }}
{%- endmacro %}
