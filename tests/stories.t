#!/bin/sh
# Every story of tests/stories, one result each.
exec tests/storyrun.py tests/stories/*.story
