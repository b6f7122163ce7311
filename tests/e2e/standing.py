"""Which stories are played over two nodes on Redis and PostgreSQL too, and which stay in one node's memory, and why.

A story says by its arguments where it plays: ``either`` is both, ``node`` is a node it can reach into. What is
played on both goes through the store: talking, ending, leaving, refreshing, tabs, offers, languages, the board. What is not, and
moves no clock, looks at how a page is drawn or used, or has its line cut inside the node.
"""

MOVES_THE_CLOCK = frozenset(
    {
        "test_alarms.test_an_offer_that_nobody_takes_for_two_minutes_is_alarmed_until_somebody_does",
        "test_alarms.test_an_urgent_one_whom_nobody_takes_is_alarmed_until_somebody_does",
        "test_band.test_nothing_is_said_of_the_wait_until_enough_is_known",
        "test_closing.test_who_had_a_counsellor_is_not_kept_after_everybody_went_home",
        "test_closing.test_who_waits_is_told_and_who_talks_goes_on",
        "test_counsellor_lost.test_what_waited_when_a_colleague_took_over_stands_there_after_a_refresh",
        "test_counsellor_lost.test_who_lost_the_counsellor_in_danger_keeps_the_numbers_and_can_say_to_be_safe",
        "test_counsellor_lost.test_who_lost_the_counsellor_is_next_and_reads_why",
        "test_door.test_a_page_that_was_closed_opens_by_itself_at_the_hour",
        "test_first_answer.test_who_gets_no_first_answer_reads_so_and_stands_first",
        "test_first_answer.test_who_is_answered_keeps_their_counsellor",
        "test_for_a_friend.test_where_nobody_can_do_that_anybody_is_asked_after_a_minute",
        "test_frozen.test_a_page_frozen_for_40_minutes_on_hold_finds_the_same_counsellor",
        "test_help.test_when_nobody_comes_colleagues_are_asked_and_then_the_number_shows",
        "test_help.test_who_helps_is_there_again_after_a_refresh_and_asked_anew_after_a_minute_without_a_line",
        "test_offers.test_after_two_misses_everybody_free_is_asked_and_the_first_has_it",
        "test_offers.test_a_declined_conversation_rests_and_the_next_is_offered",
        "test_offers.test_a_missed_offer_is_told_kindly_and_one_click_is_enough_to_be_back",
        "test_on_hold.test_a_page_that_slept_for_40_minutes_on_hold_finds_the_same_counsellor",
        "test_on_hold.test_who_loses_the_counsellor_while_calling_reads_that_an_hour_still_counts",
        "test_on_hold.test_without_hold_a_page_that_slept_too_long_reads_that_it_is_over",
        "test_opening.test_at_the_opening_being_quick_and_refreshing_win_nothing",
        "test_phone_locked.test_a_phone_locked_for_ten_minutes_in_the_queue_keeps_its_place",
        "test_quiet.test_one_letter_is_enough_to_go_on",
        "test_quiet.test_silence_is_asked_about_in_steps_and_ends_kindly",
        "test_quiet.test_ten_minutes_before_the_end_both_read_it_once",
        "test_quiet.test_where_there_is_danger_no_silence_ends_anything",
        "test_shift_lead.test_two_counsellors_without_a_lead_let_nobody_in",
        "test_small_screens.test_who_lost_the_counsellor_in_danger_has_the_numbers_for_now_in_sight",
        "test_states.test_every_state_can_be_used_by_everybody",
    }
)
"""The clock of several nodes is Redis' own, which no test puts forward."""
