/* account.h: the people who work with the register: commands. Front door. */
#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include "base/verb.h"

extern const struct verb account_verbs[];

#endif
