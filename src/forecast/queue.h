/* queue.h: formulas of waiting lists: what load means, what capacity would clear it, what waiting
 * at a counter costs. Any one unit of time, the same throughout; demand and capacity are per unit.
 *
 * The waiting-list formulas are those of NHSRwaitinglist (Fong et al. 2022); Erlang 1917 for the
 * counter. Impossible numbers (negative demand, no target) are the caller's to refuse. */
#ifndef FORECAST_QUEUE_H
#define FORECAST_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

/* Demand over capacity; above 1 the queue grows by demand - capacity each unit of time. */
double queue_load(double demand, double capacity);
/* The queue at which about 98.2 % are done within `target`: the mean wait is a quarter of it
 * (P(wait > target) = e^-4 for an exponential wait). */
double queue_target(double demand, double target);
double queue_ratio(double queue, double target_queue);
/* Capacity that brings the queue to its target in n units of time. */
double queue_relief_capacity(double demand, double queue, double target_queue, double n);
/* Capacity that then holds the target when demand and capacity vary (coefficients of variation);
 * `factor` is how many mean waits the target is to be. */
double queue_target_capacity(double demand, double target, double factor, double cv_demand,
			     double cv_capacity);
/* Twice the mean wait over the target: above 1 the target cannot be kept. */
double queue_pressure(double mean_wait, double target);
/* Little: in the queue = arrivals x wait. */
double queue_little(double arrivals, double wait);

/* M/M/c: `servers` officers, each does `service` cases a unit of time, `arrivals` come at random.
 */
struct erlang {
	double rho;    /* share of the time that an officer is busy */
	double p_wait; /* a case must wait */
	double wait;   /* mean wait before it is taken up */
	double queue;  /* mean number not yet taken up */
};
/* False when rho >= 1: the queue then grows without end and only e->rho is set. arrivals >= 0,
 * service > 0, servers >= 1. */
bool erlang_c(double arrivals, double service, int64_t servers, struct erlang *e);

#endif
