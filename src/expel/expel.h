/* expel.h: from the incident to the last departure. Front door. The rules are in expel_rules.h, the
 * acts in expel.def. */
#ifndef EXPEL_EXPEL_H
#define EXPEL_EXPEL_H

#include "access/proposal.h"
#include "base/verb.h"
#include "expel/expel_rules.h"
#include "ledger/ledger.h"
#include "web/http.h"

/* What people do. Each is one deed; which fields of the wish it reads stands behind it. */
enum expel_do {
	EXPEL_DO_INCIDENT,  /* title when says source [place] */
	EXPEL_DO_ATTRIBUTE, /* incident author when strength says source [author_iso] */
	EXPEL_DO_RECORD,  /* by against when says source [incident answers persons kind]: of others,
			  or of the past; of a kind that is not counted there is no round */
	EXPEL_DO_CLAIM,   /* measure author says source [author_iso kind persons] */
	EXPEL_DO_PART,    /* measure kind [class persons posts was limit is_ratchet scope mission
			     effect says] */
	EXPEL_DO_GROUND,  /* measure says [incident answers]: of a draft */
	EXPEL_DO_DRAFT,   /* against says [incident answers]: a measure of this ministry */
	EXPEL_DO_NAME,    /* measure people */
	EXPEL_DO_STRIKE,  /* measure people */
	EXPEL_DO_BASIS,   /* measure people says: why they are named, for those cleared for it */
	EXPEL_DO_TERMS,   /* measure limit */
	EXPEL_DO_PROPOSE, /* measure: gives ERR_NEEDS_APPROVAL when it waits */
	EXPEL_DO_NOTES,   /* measure: drafts a note for each person named, of an approved one */
	EXPEL_DO_HAND_OVER, /* measure note_no [at zone handed_to limit]: everybody named is told,
			       and their families; posts are frozen */
	EXPEL_DO_SUPERSEDE, /* measure note_no limit [at says people name_written] */
	EXPEL_DO_LEAVE,     /* measure people when how [says has_family] */
	EXPEL_DO_CEILING,   /* measure part basis article: proposes it to the register */
	EXPEL_DO_REFUSE,    /* measure part people (applications): they are refused with it */
	EXPEL_DO_CORRECT,   /* measure field became reason [people]: was always so */
	EXPEL_DO_STOP,      /* measure says */
	EXPEL_DO_RESUME,    /* measure */
	EXPEL_DO_CLOSE,     /* measure [says]: without it, everybody must have left */
	EXPEL_DO_SECTION,   /* mission title least posts */
	EXPEL_DOS_N,
};

struct expel_wish {
	str incident, measure, answers; /* numbers: I-2018-01, RU-2018-01 */
	str by_iso, against_iso;
	str title, place, says, source;
	str author, author_iso, strength;
	str kind, staff_class, scope;
	bool has_when;
	struct interval when;
	struct opt_int persons, persons_min, persons_max, posts_n, was_n, limit_n, effect_on, at;
	bool is_floor, is_ratchet;
	const char *const *people; /* references: P-00402; of a section: post numbers */
	int n_people;
	bool has_limit;
	struct expel_limit limit;
	str note_no, handed_to, how, name_written;
	int64_t mission_id, least_n, part_id;
	str zone, basis, article;  /* zone: where the staff is, when it is not here */
	str field, became, reason; /* of a correction */
	bool has_family;           /* those of the household left, too */
	str made;                  /* comes back: the number of what was made */
};

/* Runs one as a deed. ERR_FAULTS with what lacks; ERR_REFUSED with the rule; ERR_NEEDS_APPROVAL
 * when the round waits for two people now; ERR_NOT_FOUND. */
enum err expel_run(struct db *db, const struct viewer *viewer, struct arena *a,
		   struct refusal *refusal, struct faults *faults, enum expel_do what,
		   struct expel_wish *w) MUST_CHECK;
/* The same inside a deed. */
enum err expel_do_in(struct tx *tx, struct faults *faults, enum expel_do what,
		     struct expel_wish *w) MUST_CHECK;

/* ---- one measure, read ---- */

struct expel_person_view {
	struct expel_people_row row;
	enum expel_standing standing;
};
struct expel_measure_view {
	struct expel_measure_by_ref_row m;
	struct expel_components_rows parts;
	struct expel_claims_rows claims;
	struct expel_notes_rows notes;
	struct expel_answers_rows answers;
	struct expel_sections_rows sections; /* of our missions there, when it is against us */
	struct expel_family_rows family;     /* empty for those who may not see families */
	struct expel_corrections_rows corrections;
	struct expel_person_view *people;
	ptrdiff_t n_people;
	int64_t told_n, left_n, overdue_n, late_n;
	str zone; /* of the host of the staff */
	struct opt_int leave_by_at;
	bool is_ours;
	bool is_bound; /* drafted here and proposed since: what two people approved does not change
			*/
};
enum err expel_measure_read(struct tx *tx, str ref, struct expel_measure_view *v) MUST_CHECK;
/* "persona non grata (VCDR Art. 9(1))"; where the parts declare nobody, what they say instead. */
str expel_words_for(struct arena *a, const struct expel_people_row *p,
		    const struct expel_components_rows *parts);
/* One part in words. */
str expel_part_text(struct arena *a, const struct expel_components_row *c);

/* Who may open the pages of measures. */
enum {
	EXPEL_READS = BIT(ROLE_PROTOCOL) | BIT(ROLE_VETTING) | BIT(ROLE_SECURITY) | BIT(ROLE_DESK) |
		      BIT(ROLE_HEAD),
};

extern const struct act_handler expel_acts[];
extern const struct verb expel_verbs[];
extern const struct route expel_routes[];

#endif
