-- Says what employers and others with a stake make of a credential (policy 3.A(a)(iii), 3.A(c)(i)-(ii), (v)): postings
-- that ask for it, the survey, standing endorsements, and statements received. What was not asked stays empty, never
-- zero; an endorsement that nobody gave is a zero, for anyone may give one.
-- Grain: one row per List year, credential and measure (list_year, credential_code, measure).
with candidates as (
    select * from {{ ref('list_candidates') }}
),

postings as (
    select
        posting_year,
        credential_code,
        sum(postings_of_occupation) as postings_of_occupation,
        sum(postings_requiring + postings_preferring) as postings_asking
    from (
        {{ latest_rows('stg_council__job_postings', ['posting_year', 'soc_code', 'credential_code']) }}
    ) as rows_in_force
    group by posting_year, credential_code
),

survey as (
    select
        survey_year,
        credential_code,
        count(*) as answers_valuing,
        avg(case when value_code in ('preferred', 'required') then 1.0 else 0.0 end) as share_valuing,
        avg(case when is_used_in_hiring then 1.0 when not is_used_in_hiring then 0.0 end) as share_hiring,
        count(is_used_in_hiring) as answers_hiring,
        avg(case when is_used_in_promotion then 1.0 when not is_used_in_promotion then 0.0 end) as share_promotion,
        count(is_used_in_promotion) as answers_promotion,
        avg(case when is_used_in_pay then 1.0 when not is_used_in_pay then 0.0 end) as share_pay,
        count(is_used_in_pay) as answers_pay
    from (
        {{ latest_rows('stg_council__employer_surveys', ['survey_year', 'response_number', 'credential_code']) }}
    ) as rows_in_force
    group by survey_year, credential_code
),

endorsements as (
    {{ latest_rows('stg_council__employer_endorsements', ['endorsement_id']) }}
),

endorsed as (
    select
        candidates.list_year,
        candidates.credential_code,
        count(*) as endorsement_count
    from candidates
    inner join endorsements
        on
            candidates.credential_code = endorsements.credential_code
            and candidates.review_to >= endorsements.endorsed_on
            and (endorsements.withdrawn_on is null or candidates.review_to < endorsements.withdrawn_on)
    group by candidates.list_year, candidates.credential_code
),

feedback as (
    select
        candidates.list_year,
        candidates.credential_code,
        count(*) as statements,
        avg(case when received.position_code = 'for' then 1.0 else 0.0 end) as share_for
    from candidates
    inner join ({{ latest_rows('stg_council__credential_feedback', ['feedback_id']) }}) as received
        on
            candidates.list_year = received.list_year
            and candidates.credential_code = received.credential_code
            and candidates.review_to >= received.received_on
    group by candidates.list_year, candidates.credential_code
),

heard as (
    select
        candidates.list_year,
        candidates.credential_code,
        candidates.evidence_year,
        candidates.review_to,
        postings.postings_of_occupation,
        postings.postings_asking,
        survey.answers_valuing,
        survey.share_valuing,
        survey.answers_hiring,
        survey.share_hiring,
        survey.answers_promotion,
        survey.share_promotion,
        survey.answers_pay,
        survey.share_pay,
        coalesce(endorsed.endorsement_count, 0) as endorsement_count,
        feedback.statements,
        feedback.share_for,
        'employer survey of ' || cast(candidates.evidence_year as string) as survey_source
    from candidates
    left join postings
        on candidates.evidence_year = postings.posting_year and candidates.credential_code = postings.credential_code
    left join survey
        on candidates.evidence_year = survey.survey_year and candidates.credential_code = survey.credential_code
    left join endorsed
        on candidates.list_year = endorsed.list_year and candidates.credential_code = endorsed.credential_code
    left join feedback
        on candidates.list_year = feedback.list_year and candidates.credential_code = feedback.credential_code
)

{% set measures = [
    {
        'name': 'job_posting_share',
        'figure': 'postings_asking / nullif(postings_of_occupation, 0)',
        'basis': 'postings_of_occupation',
        'source': "'job postings of ' || cast(evidence_year as string)",
        'words': "coalesce(cast(postings_asking as string) || ' of ' || cast(postings_of_occupation as string) || ' postings ask for it', 'no postings were counted')",
    },
    {
        'name': 'employer_endorsements',
        'figure': 'endorsement_count',
        'source': "'endorsements standing on ' || cast(review_to as string)",
        'words': counted_words('endorsement_count', 'endorsement'),
    },
    {
        'name': 'feedback_share_for',
        'figure': 'share_for',
        'basis': 'statements',
        'source': "'statements received for List ' || cast(list_year as string)",
        'words': "coalesce(" ~ percent_words('share_for') ~ " || ' of ' || " ~ counted_words('statements', 'statement') ~ " || ' for it', 'no statement was received')",
    },
] -%}
{%- for name, says in [
    ('valuing', 'prefer or require it'),
    ('hiring', 'count it in hiring'),
    ('promotion', 'count it in promotion'),
    ('pay', 'pay more for it'),
] -%}
    {%- do measures.append({
        'name': 'survey_share_' ~ name,
        'figure': 'share_' ~ name,
        'basis': 'answers_' ~ name,
        'source': 'survey_source',
        'words': "coalesce(" ~ percent_words('share_' ~ name) ~ " || ' of ' || cast(answers_" ~ name ~ " as string) || ' employers " ~ says ~ "', 'no employer answered')",
    }) -%}
{%- endfor -%}
{{ measure_rows('heard', measures) }}
