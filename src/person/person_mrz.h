/* person_mrz.h: pure: the machine-readable zone of a passport (ICAO Doc 9303 parts 3 and 4, format
 * TD3), and characters in a name that look like others. */
#ifndef PERSON_PERSON_MRZ_H
#define PERSON_PERSON_MRZ_H

#include "base/day.h"
#include "base/fault.h"

enum { MRZ_LINE = 44 };

struct person_mrz {
	str issuer, nationality; /* three letters, fillers dropped */
	str family, given;       /* words set apart by spaces */
	str document_no;
	str sex;               /* "f", "m" or "x" */
	struct interval birth; /* unknown month or day: the days it may mean */
	int64_t until_on;
};

/* Weights 7 3 1; 0-9 as they are, A-Z 10 to 35, < 0; modulo 10. -1 for any other character. */
int person_mrz_digit(str s);
/* Reads both lines. A wrong length, character, check digit or date is a fault of field "mrz1" or
 * "mrz2", with its column; all of them at once. Years of birth later than `on` are of the century
 * before. */
bool person_mrz_read(struct arena *a, str line1, str line2, int64_t on, struct person_mrz *m,
		     struct faults *f);
/* "Hélène", "Müller" as the zone writes the name: MUELLER<<HELENE. Letters of other scripts are
 * passed over; null when nothing is left of the family name. */
str person_mrz_name(struct arena *a, str family, str given);

/* What is suspicious in a name, with code points: invisible and direction-changing characters, and
 * a word that mixes Latin with Cyrillic or Greek letters. Null when there is nothing. */
str person_name_spoof(struct arena *a, str name);

#endif
