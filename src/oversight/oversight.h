/* oversight.h: what lets others see that access is right: the matrix of who may do what. Front
 * door. */
#ifndef OVERSIGHT_OVERSIGHT_H
#define OVERSIGHT_OVERSIGHT_H

#include "base/verb.h"

extern const struct verb oversight_verbs[];

#endif
