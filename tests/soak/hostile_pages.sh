#!/bin/sh
# The whole corpus of hostile texts through every column of text and every text field of a form, in a browser.
cd "$(dirname "$0")/../.." && GRATA_HOSTILE=all exec tests/pages_hostile.t
