-- Says which credential followed which, after how long and with what gain (policy 4.A(b)). Of those who earned one, the
-- next other credential counts that they first earned on a later day, as far as awards are delivered; two earned that
-- day both follow. Descriptive: pay grows with age too.
-- Grain: one row per ordered pair of credentials (credential_code, next_credential_code).
{%- set quarters = var('gain_quarters') %}
with awards as (
    select
        events.outcome_event_id,
        events.person_id,
        events.credential_code,
        events.happened_on,
        events.quarter_sequence,
        gains.real_wages_before,
        gains.real_wages_after
    from {{ ref('fct_outcome_event') }} as events
    inner join {{ ref('fct_earnings_gain') }} as gains on events.outcome_event_id = gains.outcome_event_id
    where events.event_type = 'award' and events.event_number_of_person = 1
),

earned as (
    select
        credential_code,
        count(*) as person_count
    from awards
    group by credential_code
),

followed as (
    select
        awards.credential_code,
        later.credential_code as next_credential_code,
        {{ days_between('awards.happened_on', 'later.happened_on') }} as days_between,
        later.real_wages_after - awards.real_wages_before as gain_of_both,
        -- The year after the first must end before the second's dip begins, the quarters that its own gain leaves out.
        case
            when later.quarter_sequence - awards.quarter_sequence >= {{ quarters.after[1] - quarters.before[1] }}
                then later.real_wages_after - awards.real_wages_after
        end as gain_between,
        rank() over (partition by awards.outcome_event_id order by later.happened_on) as place
    from awards
    inner join awards as later
        on
            awards.person_id = later.person_id
            and awards.credential_code <> later.credential_code
            and awards.happened_on < later.happened_on
)

select
    followed.credential_code,
    followed.next_credential_code,
    cast(max(earned.person_count) as integer) as persons_earned,
    cast(count(*) as integer) as persons_stacked,
    {{ percent_of('count(*)', 'max(earned.person_count)') }} as percent_stacked,
    cast(round(median(followed.days_between), 0) as integer) as median_days_between,
    cast(count(followed.gain_between) as integer) as persons_with_gain_between,
    {{ mean_amount('sum(followed.gain_between)', 'count(followed.gain_between)') }} as mean_gain_between,
    cast(count(followed.gain_of_both) as integer) as persons_with_gain_of_both,
    {{ mean_amount('sum(followed.gain_of_both)', 'count(followed.gain_of_both)') }} as mean_gain_of_both
from followed
inner join earned on followed.credential_code = earned.credential_code
where followed.place = 1
group by followed.credential_code, followed.next_credential_code
