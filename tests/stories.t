#!/bin/sh
# Every story of tests/stories, one result each; then whether they hear every way in which a deed says no.
set -u
tests/storyrun.py --heard "$GRATA_TMP/heard" tests/stories/*.story
code=$?
tests/heard.py "$GRATA_TMP/heard" && exit $code
