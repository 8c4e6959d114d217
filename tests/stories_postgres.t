#!/bin/sh
# Some stories on PostgreSQL, over most of the folders; tests/soak/stories_postgres.sh has all.
cd tests/stories
exec ../storyrun.py --postgres a_refusal_takes_two.story june_2021_move.story ceiling_after_1971.story expel_2016.story \
	a_successor_and_a_card.story ledger_2018.story vet_advice.story a_briefing_before_the_call.story
