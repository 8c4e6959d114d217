/* cli.h: the command line: finds the verb, opens what it needs, runs it, says what went wrong. */
#ifndef APP_CLI_H
#define APP_CLI_H

/* Returns the exit code. */
int cli_main(int argc, char **argv);

#endif
