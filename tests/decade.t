#!/bin/sh
# Ten years of an invented visa office, in small; tests/soak/decade.sh is all of it.
exec "$GRATA_BUILD/decade" small "$GRATA_TMP"
