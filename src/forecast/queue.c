/* queue.c: the formulas, then Erlang C. */
#include "forecast/queue.h"

#include "base/must.h"

double queue_load(double demand, double capacity)
{
	return demand / capacity;
}

double queue_target(double demand, double target)
{
	return demand * target / 4;
}

double queue_ratio(double queue, double target_queue)
{
	return queue / target_queue;
}

double queue_relief_capacity(double demand, double queue, double target_queue, double n)
{
	return demand + (queue - target_queue) / n;
}

double queue_target_capacity(double demand, double target, double factor, double cv_demand,
			     double cv_capacity)
{
	double variation = (cv_demand * cv_demand + cv_capacity * cv_capacity) / 2;
	return demand + variation * factor / target;
}

double queue_pressure(double mean_wait, double target)
{
	return 2 * mean_wait / target;
}

double queue_little(double arrivals, double wait)
{
	return arrivals * wait;
}

bool erlang_c(double arrivals, double service, int64_t servers, struct erlang *e)
{
	must(arrivals >= 0 && service > 0 && servers >= 1);
	double offered = arrivals / service, capacity = service * (double)servers;
	*e = (struct erlang){ .rho = arrivals / capacity };
	if (e->rho >= 1)
		return false;
	/* Erlang B by its recursion, which neither overflows nor needs factorials. */
	double blocked = 1;
	for (int64_t k = 1; k <= servers; k++)
		blocked = offered * blocked / ((double)k + offered * blocked);
	e->p_wait = blocked / (1 - e->rho * (1 - blocked));
	e->wait = e->p_wait / (capacity - arrivals);
	e->queue = arrivals * e->wait;
	return true;
}
