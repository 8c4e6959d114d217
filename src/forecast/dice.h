/* dice.h: random numbers that are the same on every run and machine for the same seed.
 *
 * SplitMix64 (Steele, Lea & Flood 2014): 64 bits of state, integer arithmetic only. For simulation,
 * never for secrets: those come from os_random. */
#ifndef FORECAST_DICE_H
#define FORECAST_DICE_H

#include <stdint.h>

struct dice {
	uint64_t state;
};

static inline struct dice dice_of(uint64_t seed)
{
	return (struct dice){ seed };
}

static inline uint64_t dice_bits(struct dice *d)
{
	uint64_t z = d->state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* Uniform in [0, 1), a multiple of 2^-53: exact in a double. */
static inline double dice_share(struct dice *d)
{
	return (double)(dice_bits(d) >> 11) * 0x1p-53;
}

/* Uniform in 0 .. n - 1, n >= 1; the bias of the multiplication is below n / 2^64. */
static inline int64_t dice_below(struct dice *d, int64_t n)
{
	return (int64_t)((unsigned __int128)dice_bits(d) * (uint64_t)n >> 64);
}

#endif
