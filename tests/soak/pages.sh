#!/bin/sh
# Every page as every demo person, in all four states of the browser.
cd "$(dirname "$0")/../.." && GRATA_PAGES=all exec tests/pages.t
