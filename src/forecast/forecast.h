/* forecast.h: the probes of this engine on the command line: `grata forecast <verb>`. */
#ifndef FORECAST_FORECAST_H
#define FORECAST_FORECAST_H

#include "base/verb.h"

/* Ended by a row without a noun. */
extern const struct verb forecast_verbs[];

#endif
