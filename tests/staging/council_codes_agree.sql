-- A row here is a code that one of the Council's tables uses and the table it points to lacks: an approved credential
-- that is not in the catalog, an alignment with a program that does not exist. What hangs on it drops out of the marts
-- without a word, so the Council's office mends the table and delivers it again.
{{ config(severity='warn') }}
with known as (
    select
        'credential' as kind,
        credential_code as code
    from {{ ref('stg_council__credentials') }}
    where is_accepted
    union
    select
        'program' as kind,
        program_code as code
    from {{ ref('stg_council__programs') }}
    where is_accepted
    union
    select
        'institution' as kind,
        institution_code as code
    from {{ ref('stg_council__institutions') }}
    where is_accepted
),

used as (
    {%- for extract, kind, column in [
        ('credentials', 'credential', 'prerequisite_credential_code'),
        ('credentials', 'credential', 'superseded_by_code'),
        ('approved_list', 'credential', 'credential_code'),
        ('aligned_programs', 'credential', 'credential_code'),
        ('aligned_programs', 'program', 'program_code'),
        ('courses', 'program', 'program_code'),
        ('institutions', 'institution', 'district_code'),
        ('articulation_agreements', 'credential', 'credential_code'),
        ('articulation_agreements', 'institution', 'sending_institution_code'),
        ('articulation_agreements', 'institution', 'receiving_institution_code'),
        ('no_articulation_decisions', 'credential', 'credential_code'),
        ('credential_code_crosswalk', 'credential', 'credential_code'),
        ('credential_reviews', 'credential', 'credential_code'),
        ('job_postings', 'credential', 'credential_code'),
        ('employer_surveys', 'credential', 'credential_code'),
        ('employer_endorsements', 'credential', 'credential_code'),
        ('credential_feedback', 'credential', 'credential_code'),
        ('submissions', 'credential', 'credential_code'),
        ('list_notices', 'credential', 'credential_code')
    ] %}
    select
        '{{ extract }}' as extract,
        '{{ column }}' as column_name,
        '{{ kind }}' as kind,
        {{ column }} as code
    from {{ ref('stg_council__' ~ extract) }}
    where is_accepted and {{ column }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    used.extract,
    used.column_name,
    used.code,
    count(*) as row_count
from used
left join known on used.kind = known.kind and used.code = known.code
where known.code is null
group by used.extract, used.column_name, used.code
