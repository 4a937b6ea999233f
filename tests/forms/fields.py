"""What the requirement matrix counts of each form (part F1), and what it does not count.

A lead-in is a question that stands before another only to tell whether that one is asked (docs/formats/form.md,
section 8). The facts of the matrix are written one field a line: id, who is asked, type, whether it is required (R),
required when shown (C) or not (O) and whether it is legal (L), whose words are kept apart, the requirements it serves.
"""

from __future__ import annotations

from typing import NamedTuple

LEAD_INS: dict[str, tuple[str, ...]] = {
    "needs-assessment": ("na_first_words",),
    "pre-visit": ("pv_stops_here",),
    "carer-assessment": ("cr_nhs_care",),
    "care-plan": ("pl_home_wish", "pl_dying_well_wish", "pl_dp_possible", "pl_limits_any"),
    "review": ("rv_carer_named", "rv_limits_before"),
    "feedback": (),
}
"""The questions that only open another one, by form."""
SHARED: dict[str, tuple[str, ...]] = {
    "needs-assessment": (),
    "pre-visit": ("ais_format", "ais_print_size"),
    "carer-assessment": ("ais_format", "ais_print_size"),
    "care-plan": ("ab_dob", "ais_support", "ais_print_size"),
    "review": ("ais_support", "ais_format", "ais_print_size"),
    "feedback": (),
}
"""Questions that stand in several forms under one name, by form, so that what reads them works in each.

The banner and the print size follow the person (TB-18), and a carer has needs of their own (part F5, trap 24); age
opens the move to adult help. The matrix counts them in the needs assessment alone.
"""


class Field(NamedTuple):
    """One row of the matrix."""

    link_id: str
    who: str
    kind: str
    required: str
    voices: str
    serves: tuple[str, ...]


def fields_of(form: str) -> dict[str, Field]:
    """Return the rows of a form by id."""
    rows = (line.split() for line in _MATRIX[form].strip().splitlines())
    return {row[0]: Field(row[0], row[1], row[2], row[3], row[4], tuple(row[5:])) for row in rows}


_MATRIX = {
    "pre-visit": """
        pv_referral_source worker single_choice R Fact FACS-3.2-02
        pv_first_contact_by worker text R Fact FACS-3.2-02
        pv_first_contact_date worker date R Fact FACS-3.2-02 CJ-S1
        pv_first_words person long_text R Person FACS-3.2-01 PLP-NV-01
        pv_told_of_referral person yes_no C Person FACS-3.2-02
        pv_reason worker long_text R Both FACS-3.1-06
        pv_wait_days tool number O Fact CJ-2-04 CJ-1-06
        pv_urgent worker yes_no RL Both FACS-3.1-05
        pv_pref_date person text R Person NG86-A11
        pv_pref_time person text R Person NG86-A11 COP-10 NG86-N04
        pv_pref_place person single_choice R Person NG86-A11 COP-10
        pv_pref_mode person single_choice RL Person NG86-A12
        pv_pref_mode_why person text C Person NG86-A12
        pv_pref_reconfirm worker yes_no O Assessor NG86-A11
        pv_worker_pref person text O Person NG86-A08
        pv_supporter_wish person contact R Person NG86-A15 PLP-05 COP-12
        pv_ais_known worker multi_choice RL Person UKP-02 FACS-3.1-08
        pv_interpreter_booked worker text C Fact FACS-3.4-08 UKP-33
        pv_equipment_bring worker multi_choice O Assessor NG86-S08
        pv_advocate_early worker single_choice RL Assessor UKP-08 NG86-A25 CJ-1-13
        pv_info_sent worker multi_choice R Assessor NG86-A13 PLP-NV-02
        pv_prep_sent worker yes_no R Assessor FACS-3.3-02 PLP-NV-01
        pv_timescale_given worker text R Assessor NG86-A13 PLP-12
        pv_named_worker worker contact R Fact UKP-14
        pv_self_offer worker single_choice RL Assessor FACS-3.3-16 UKP-16
        pv_self_received worker date O Fact FACS-3.3-16
        pv_records_read worker repeat_group R Assessor NG86-A16 PLP-NV-02
        pv_prefill_source worker text O Fact NG86-A17
        pv_prefill_sent worker yes_no O Assessor PLP-NV-02
        pv_no_ask tool text O Fact NG86-A17
        pv_other_plans worker repeat_group R Fact PLP-B-08
        pv_carers_known worker repeat_group R Fact FACS-3.2-03 FACS-3.1-04
        pv_young_person worker yes_no R Fact FACS-3.6-08
        pv_joint_agencies worker multi_choice O Assessor FACS-3.3-07 FACS-3.3-06 FACS-3.6-03
        pv_joint_consent person yes_no C Person FACS-3.3-07
        pv_assessor_skills worker single_choice R Assessor NG86-S03 UKP-17
        pv_visit_safety worker long_text O Assessor UKP-35
        pv_directory_version tool text O Fact FACS-3.1-09
        pv_ended_reason worker long_text CL Assessor FACS-3.2-03
    """,
    "carer-assessment": """
        cr_name carer contact R Fact CJ-1.2-02
        cr_separate carer single_choice RL Carer FACS-3.1-04 NG86-A19 PLP-02
        cr_rights_told worker yes_no RL Assessor NG86-I05
        cr_explained worker yes_no RL Assessor FACS-3.3-01 FACS-3.3-02 NG86-A13
        cr_ais carer multi_choice RL Carer UKP-02
        cr_advocate_screen worker multi_choice RL Assessor UKP-08
        cr_life carer long_text R Carer NG86-A05
        cr_day carer long_text R Carer NG86-A05 FACS-3.3-13 NG86-A02
        cr_tasks carer repeat_group R Carer NG86-A05
        cr_since carer text O Carer NG86-A05
        cr_able carer single_choice RL Carer UKP-07
        cr_willing carer single_choice RL Carer UKP-07
        cr_health carer long_text RL Carer UKP-07 CJ-1.2-01
        cr_breaks carer text R Carer CJ-1.2-01 NG86-N04
        cr_sleep carer long_text O Carer CJ-1.2-01
        cr_lonely carer scale O Carer NG86-A10
        cr_work carer long_text RL Carer FACS-3.7-03 CJ-1.2-01
        cr_learning carer long_text RL Carer FACS-3.7-03 CJ-1.2-01
        cr_family carer long_text R Carer FACS-3.7-03 NG86-A04 UKP-09
        cr_money carer long_text R Carer CJ-1.2-01
        cr_oc_child carer single_choice RL Both UKP-07
        cr_oc_other carer single_choice RL Both UKP-07
        cr_oc_home carer single_choice RL Both UKP-07
        cr_oc_food carer single_choice RL Both UKP-07
        cr_oc_relationships carer single_choice RL Both UKP-07
        cr_oc_work carer single_choice RL Both UKP-07
        cr_oc_local carer single_choice RL Both UKP-07
        cr_oc_fun carer single_choice RL Both UKP-07
        cr_cared_for_is_carer carer yes_no RL Carer NG86-A20
        cr_mutual carer long_text C Carer NG86-A20
        cr_children carer yes_no RL Carer UKP-10
        cr_safe carer long_text RL Carer FACS-3.7-11
        cr_emergency carer long_text R Carer NG86-P12
        cr_outcomes carer repeat_group RL Carer FACS-3.0-02 UKP-07
        cr_other_help worker long_text RL Assessor UKP-07
        cr_cond1 worker single_choice RL Assessor UKP-07
        cr_cond2 worker single_choice RL Assessor UKP-07
        cr_cond3 worker single_choice RL Assessor UKP-07
        cr_decision worker long_text RL Assessor NG86-A09 UKP-07
        cr_support_plan carer repeat_group R Carer CJ-1.2-02 FACS-3.7-03 FACS-3.4-24
        cr_nhs_right_told worker yes_no CL Assessor FACS-3.7-02
        cr_info_given worker repeat_group RL Assessor NG86-I01 NG86-I02 NG86-I04
        cr_disagree carer repeat_group RL Carer FACS-3.4-33
        cr_copy carer repeat_group RL Carer NG86-A23 PLP-NV-10
        cr_sign_worker worker signature RL Fact NG86-A21
    """,
    "care-plan": """
        pl_owner tool text R Fact PLP-01a CJ-1.2-05 PLP-NV-09
        pl_my_words person long_text R Person FACS-3.4-26 PLP-01a CJ-1.2-04 NG86-D02 NG86-X01
        pl_helper_choice person contact R Person PLP-05
        pl_meeting_pref person text R Person COP-10
        pl_comm_ready worker single_choice RL Assessor FACS-3.4-08 FACS-3.4-28
        pl_people_present person repeat_group R Fact COP-17 COP-03 PLP-B-02
        pl_options person repeat_group R Both FACS-3.3-04 COP-16 FACS-3.4-09
        pl_needs tool repeat_group RL Fact FACS-3.4-18 NG86-D02 NG86-A22
        pl_priority person repeat_group R Person NG86-D02 FACS-3.3-12
        pl_outcomes person repeat_group RL Person PLP-07a FACS-3.4-19 CJ-1.2-04 COP-18
        pl_actions worker repeat_group RL Both PLP-07b FACS-3.4-34 CJ-S6 PLP-B-04 NG86-X07 FACS-3.4-32 NG86-X08
        pl_own_actions person long_text R Person PLP-NV-06 NG86-D02 NG86-X07 NG86-A07 NG86-X04 CJ-2-07 PLP-B-10
        pl_informal carer repeat_group R Carer FACS-3.4-23 PLP-07f NG86-D02
        pl_community worker repeat_group R Both PLP-07g FACS-3.4-05 NG86-X06
        pl_prevention worker repeat_group R Both FACS-3.4-02 FACS-3.7-05 CJ-1.2-03 CJ-1-01
        pl_services worker repeat_group R Both FACS-3.4-03 FACS-3.4-05 NG86-D02 FACS-3.4-01
        pl_wider_services worker multi_choice R Assessor CJ-2-09
        pl_new_options worker multi_choice O Assessor FACS-3.7-10
        pl_value_note worker text O Assessor CJ-2-06
        pl_pb_indicative worker number R Fact PLP-07h CJ-S5
        pl_pb_amount worker number RL Fact NG86-P13 CJ-S5 FACS-3.4-06
        pl_pb_council_pays worker number RL Fact NG86-P13 CJ-1.2-10
        pl_pb_person_pays worker number RL Fact NG86-P13
        pl_contribution worker long_text R Assessor FACS-3.4-22 CJ-1.2-09
        pl_charges_told worker date RL Assessor FACS-3.4-27
        pl_budget_how person single_choice RL Person FACS-3.4-04 CJ-S7 CJ-1.2-06 FACS-3.4-06 NG86-I06 FACS-3.3-09
        pl_dp_flex person single_choice R Person NG86-P07
        pl_dp_support worker multi_choice O Both FACS-3.4-26 FACS-3.4-04 CJ-1.2-06
        pl_dp_unable_reason worker long_text CL Assessor FACS-3.4-07
        pl_flex person long_text R Both NG86-P07
        pl_resources worker long_text R Assessor PLP-07h FACS-3.4-34
        pl_broker worker multi_choice R Both FACS-3.4-29 CJ-1.2-06
        pl_involve_wish person repeat_group RL Person NG86-P08 NG86-X02
        pl_worker_match person long_text R Both NG86-P09
        pl_equality worker repeat_group R Both NG86-P11 NG86-N02
        pl_one_page tool long_text R Person NG86-P10 PLP-04a PLP-B-05
        pl_risks person repeat_group RL Both PLP-07c FACS-3.4-20 FACS-3.4-10 FACS-3.4-32 CJ-1-07
        pl_contingency worker repeat_group RL Both NG86-P12 FACS-3.4-21 PLP-07d
        pl_crisis person repeat_group RL Both NG86-P12 FACS-3.4-21 PLP-07d
        pl_life_events person repeat_group R Both PLP-07e
        pl_staying_well person long_text R Person PLP-01b PLP-NV-05
        pl_dying_well person long_text O Person PLP-01b PLP-NV-05
        pl_long_term person long_text O Both FACS-3.7-08
        pl_housing_move person long_text C Both CJ-1-02
        pl_step_down person long_text O Both CJ-1.2-08
        pl_limits worker repeat_group CL Assessor FACS-3.4-11 FACS-3.4-30
        pl_transition person long_text C Both FACS-3.6-01 FACS-3.6-02 FACS-3.6-10
        pl_carer_support carer repeat_group R Carer FACS-3.4-24
        pl_join_up worker long_text R Assessor PLP-02 PLP-B-09 PLP-B-01 FACS-3.7-06 NG86-P05 PLP-B-07 PLP-B-08
        pl_reviews_together worker text O Assessor PLP-B-09
        pl_coordinator worker contact R Fact NG86-P01 PLP-06 CJ-S4 NG86-P04 NG86-P03 PLP-B-01 NG86-P02
        pl_problem_handling worker long_text R Assessor FACS-3.4-34
        pl_disagree person repeat_group RL Both FACS-3.4-33
        pl_change_how person long_text R Assessor PLP-09 NG86-P07
        pl_change_log tool repeat_group O Fact PLP-09 CJ-1.2-05
        pl_plan_due worker date R Assessor PLP-12
        pl_due_agreed_with worker text R Both PLP-12
        pl_signoff worker repeat_group RL Assessor PLP-08 PLP-02
        pl_signoff_target worker date R Assessor PLP-08
        pl_not_signed_reason worker long_text CL Assessor PLP-11b
        pl_amend_guidance worker long_text CL Assessor PLP-11b
        pl_appeal worker long_text RL Assessor PLP-11a UKP-36
        pl_makes_sense person single_choice R Person PLP-03
        pl_person_agrees person single_choice RL Person PLP-01a
        pl_format person multi_choice R Person PLP-03 FACS-3.4-17 FACS-3.4-31
        pl_copy worker repeat_group RL Assessor FACS-3.4-17
        pl_share person repeat_group RL Person PLP-04b PLP-NV-10
        pl_review_date worker date RL Assessor NG86-R01 NG86-R02 FACS-3.4-25 PLP-10 PLP-NV-11 UKP-13
        pl_review_how person long_text RL Both NG86-R02
    """,
    "review": """
        rv_type worker single_choice R Fact PLP-13 UKP-13
        rv_pref person text R Person COP-10
        rv_people_present worker repeat_group R Fact COP-17
        rv_comm_ready worker single_choice RL Assessor FACS-3.5-02
        rv_advocate worker multi_choice RL Assessor FACS-3.5-02 UKP-08
        rv_ais_check person single_choice RL Person UKP-02
        rv_outcomes_progress person repeat_group RL Both FACS-3.0-01 CJ-S8 PLP-10 COP-02 COP-06c
        rv_working person long_text R Both FACS-3.5-06
        rv_not_working person long_text R Both FACS-3.5-06
        rv_change_outcomes person long_text R Both FACS-3.5-04
        rv_change_needs person long_text R Both FACS-3.5-04
        rv_change_risks person long_text R Both FACS-3.5-04
        rv_change_requirements person long_text R Both FACS-3.5-04
        rv_change_money person long_text R Both FACS-3.5-04
        rv_coordination person long_text R Both FACS-3.5-04
        rv_contribution person long_text R Person FACS-3.5-05
        rv_control person scale R Person CJ-2-02
        rv_wellbeing person scale R Person UKP-05
        rv_connection person scale O Person NG86-A10
        rv_budget_ok person long_text R Both FACS-3.5-06
        rv_service_quality person scale R Person COP-06b
        rv_carer_view carer long_text C Carer FACS-3.5-06
        rv_carer_separate carer yes_no CL Carer FACS-3.5-01
        rv_new_options worker multi_choice O Assessor FACS-3.7-10
        rv_safe person single_choice RL Both FACS-3.5-06 FACS-3.7-11
        rv_restrictions worker long_text CL Assessor UKP-12
        rv_chc worker single_choice RL Assessor FACS-3.7-01
        rv_still_eligible worker single_choice RL Assessor FACS-3.5-07
        rv_reassess worker yes_no C Assessor FACS-3.5-07
        rv_summary worker long_text RL Both FACS-3.5-03
        rv_disagree person repeat_group RL Both FACS-3.4-33
        rv_copy worker repeat_group RL Assessor FACS-3.5-03
        rv_share person repeat_group RL Person FACS-3.5-03
        rv_next_date worker date RL Assessor NG86-R01 PLP-NV-11 UKP-13
    """,
    "feedback": """
        fb_who person single_choice R Person COP-02
        fb_how person single_choice R Fact COP-12
        fb_listened person scale O Person FACS-3.2-04 COP-05
        fb_equal person scale O Person PLP-NV-04 COP-03 COP-05 COP-12
        fb_choice_time person single_choice O Person NG86-A11
        fb_words_used person single_choice O Person COP-03
        fb_plain person single_choice O Person COP-11
        fb_decision_clear person single_choice O Person NG86-A09
        fb_respect person single_choice O Person NG86-A08 CJ-1-05
        fb_repeat person single_choice O Person NG86-A17
        fb_support person single_choice O Person NG86-A15
        fb_copy person single_choice O Person NG86-A23
        fb_outcome person long_text O Person COP-02 COP-06c
        fb_service person scale O Person COP-06b
        fb_good person long_text O Person COP-02
        fb_better person long_text O Person COP-02 COP-07 NG86-S05
        fb_return person single_choice O Person FACS-3.2-04
        fb_kind person multi_choice O Person COP-20
        fb_coproduce person yes_no O Person COP-21 COP-04
        fb_ulo person yes_no O Person COP-22
        fb_told_result person yes_no O Person COP-23
        fb_name_ok person single_choice R Person PLP-B-03
    """,
}
