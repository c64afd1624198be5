"""The questions that a publication asks of the warehouse, each of one List, in a fixed order."""

LISTED = """
    select
        listed.credential_code,
        listed.credential_name,
        listed.certifying_entity_code,
        listed.certifying_entity_name,
        listed.credential_type,
        listed.credential_level,
        listed.career_cluster,
        listed.soc_code,
        listed.occupation_title,
        listed.demand_class,
        listed.skill_class,
        listed.wage_class,
        listed.is_priority,
        listed.articulation_status,
        listed.institutions_with_agreement,
        listed.institution_count,
        listed.least_credits,
        listed.most_credits,
        listed.no_agreement_reason,
        listed.first_list_year,
        listed.listed_since_year,
        listed.change_kind,
        listed.approved_on,
        listed.effective_from,
        listed.effective_to,
        pages.description,
        pages.web_page,
        entities.certifying_entity_code is not null as has_entity,
        classes.ctdl_class,
        credentials.minimum_age,
        credentials.prerequisite_credential_code,
        prerequisites.credential_name as prerequisite_name,
        credentials.validity_months,
        credentials.fee,
        credentials.offered_until is null
            or credentials.offered_until >= listed.effective_from as is_offered
    from council.listed_credentials as listed
    inner join marts.dim_credential as credentials using (credential_code)
    left join marts.dim_credential as prerequisites
        on credentials.prerequisite_credential_code = prerequisites.credential_code
    left join reference.credential_pages as pages
        on listed.credential_code = pages.credential_code
    left join reference.certifying_entities as entities
        on listed.certifying_entity_code = entities.certifying_entity_code
    left join reference.ctdl_classes as classes
        on listed.credential_type = classes.credential_type
    where listed.list_year = ?
    order by lower(listed.credential_name), listed.credential_code
"""

# An agreement is shown with a List if it bound on any day of it, as in articulation_coverage.
AGREEMENTS_OF_LIST = """
    marts.dim_articulation_agreement as agreements
    inner join council.listed_credentials as listed
        on agreements.credential_code = listed.credential_code
        and listed.effective_to >= agreements.in_force_from
        and listed.effective_from <= coalesce(agreements.in_force_to, listed.effective_from)
    inner join marts.dim_institution as colleges
        on agreements.receiving_institution_code = colleges.institution_code
"""

AGREEMENTS = f"""
    select
        agreements.credential_code,
        agreements.agreement_id,
        agreements.receiving_institution_code as institution_code,
        colleges.institution_name,
        districts.institution_name as district_name,
        agreements.course_code,
        agreements.credits,
        agreements.articulation_purpose as purpose,
        agreements.requirement_met,
        agreements.terms,
        agreements.signed_on,
        agreements.in_force_from,
        agreements.in_force_to
    from {AGREEMENTS_OF_LIST}
    left join marts.dim_institution as districts
        on agreements.sending_institution_code = districts.institution_code
    where listed.list_year = ?
    order by agreements.credential_code, colleges.institution_name, agreements.agreement_id
"""

COLLEGES = f"""
    select distinct
        colleges.institution_code as code,
        colleges.institution_name as name
    from {AGREEMENTS_OF_LIST}
    where listed.list_year = ?
    order by name, code
"""

PROGRAMS = """
    select distinct bridge.credential_code, programs.cip_code
    from marts.bridge_credential_program as bridge
    inner join marts.dim_program as programs using (program_code)
    inner join council.listed_credentials as listed
        on bridge.credential_code = listed.credential_code
        and listed.effective_to >= bridge.aligned_from
        and listed.effective_from <= coalesce(bridge.aligned_to, listed.effective_from)
    where listed.list_year = ?
    order by bridge.credential_code, programs.cip_code
"""

CHANGES = """
    select
        changes.credential_code,
        credentials.credential_name,
        changes.change_kind,
        changes.level_before,
        changes.level_after,
        successors.credential_name as replaced_by,
        changes.first_notice_on,
        changes.is_notice_given
    from council.list_changes as changes
    inner join marts.dim_credential as credentials using (credential_code)
    left join marts.dim_credential as successors
        on changes.replaced_by_code = successors.credential_code
    where changes.list_year = ?
    order by changes.change_kind, lower(credentials.credential_name), changes.credential_code
"""

ENTITIES = """
    select distinct
        listed.certifying_entity_code as code,
        listed.certifying_entity_name as name,
        entities.description,
        entities.web_page,
        entities.locality,
        entities.region,
        entities.country,
        entities.agent_type,
        entities.agent_sector
    from council.listed_credentials as listed
    inner join reference.certifying_entities as entities using (certifying_entity_code)
    where listed.list_year = ?
    order by name, code
"""
