/* cli.h: the command line: finds the verb, opens what it needs, runs it, says what went wrong. */
#ifndef APP_CLI_H
#define APP_CLI_H

#include "base/verb.h"

extern const struct verb *const VERB_TABLES[]; /* of all folders, lowest first; NULL ends them */
extern const struct verb man_verbs[];

/* Returns the exit code. */
int cli_main(int argc, char **argv);

#endif
