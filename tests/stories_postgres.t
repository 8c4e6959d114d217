#!/bin/sh
# The stories on PostgreSQL, but for the longest; tests/soak/stories_postgres.sh has all.
cd tests/stories
exec ../storyrun.py --postgres $(ls | grep -vE '^(a_full_posting|expel_(1971|1985|1986|2016|2018|2025|refused|round))\.story$')
