/* forecast.h: the probes of this engine on the command line: `grata forecast <verb>`. */
#ifndef FORECAST_FORECAST_H
#define FORECAST_FORECAST_H

#include "base/verb.h"

/* Ended by a row without a noun. */
extern const struct verb forecast_verbs[];

/* Ten digits: what differs between mathematical libraries lies behind them. null for NAN and the
 * infinite. */
void forecast_number_json(struct out *o, double v);

#endif
