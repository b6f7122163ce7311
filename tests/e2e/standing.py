"""Which stories are played over two nodes on Redis and PostgreSQL too, and which stay in one node's memory, and why.

A story says by its arguments where it plays: ``either`` is both, ``node`` is a node it can reach into. What is
played on both goes through the store: talking, ending, leaving, refreshing, tabs, offers, languages, the board. What is not, and
moves no clock, looks at how a page is drawn or used, or has its line cut inside the node.
"""

MOVES_THE_CLOCK = frozenset(
    {
        "test_counsellor_lost.test_who_lost_the_counsellor_is_next_and_reads_why",
        "test_offers.test_a_declined_conversation_rests_and_the_next_is_offered",
        "test_offers.test_a_missed_offer_is_told_kindly_and_one_click_is_enough_to_be_back",
        "test_on_hold.test_a_page_that_slept_for_40_minutes_on_hold_finds_the_same_counsellor",
        "test_on_hold.test_without_hold_a_page_that_slept_too_long_reads_that_it_is_over",
        "test_states.test_every_state_can_be_used_by_everybody",
    }
)
"""The clock of several nodes is Redis' own, which no test puts forward."""
