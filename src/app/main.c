/* main.c: one program: the command line, and the server behind `grata serve`. */
#include "app/cli.h"

int main(int argc, char **argv)
{
	return cli_main(argc, argv);
}
