/* vet_verbs.c: `grata vet ...`. */
#include "vet/vet_in.h"

#include "access/may.h"
#include "base/fetch.h"
#include "base/os.h"
#include "base/out.h"

/* ---- import ---- */

enum { FETCH_S = 300, FETCH_S_MAX = 3600 };

static enum err read_files(struct verb_call *c, struct watch_file *files)
{
	if (!c->n_args || c->n_args > WATCH_FILES_MAX) {
		fault_field(c->faults, S("PATH"), "give 1 to %d files of one list",
			    WATCH_FILES_MAX);
		return ERR_FAULTS;
	}
	for (int i = 0; i < c->n_args; i++) {
		files[i].name = str_of(c->args[i]);
		enum err e = verb_file_read(c, c->args[i], WATCH_FILE_MAX, &files[i].text);
		if (e != OK && e != ERR_FAULTS) /* all of them at once */
			return e;
	}
	return faults_err(c->faults);
}

/* Each address becomes a file; every fault at once. */
static enum err fetch_files(struct verb_call *c, struct watch_file *files)
{
	str ca = verb_text(c, "ca");
	struct fetch_rules rules = { .most_bytes = WATCH_FILE_MAX,
				     .most_s = (int)verb_int(c, "seconds", FETCH_S),
				     .ca_file = ca.n ? str_z(c->a, ca) : NULL,
				     .has_private = verb_flag(c, "private") };
	if (!c->n_args || c->n_args > WATCH_FILES_MAX)
		fault_field(c->faults, S("URL"), "give 1 to %d addresses of one list",
			    WATCH_FILES_MAX);
	if (rules.most_s < 1 || rules.most_s > FETCH_S_MAX)
		fault_field(c->faults, S("seconds"), "1 to %d", FETCH_S_MAX);
	TRY(faults_err(c->faults));
	for (int i = 0; i < c->n_args; i++) {
		str why;
		files[i].name = str_of(c->args[i]);
		enum err e = fetch_https(c->a, &rules, files[i].name, &files[i].text, &why);
		if (e == ERR_IO)
			fault_field(c->faults, S("URL"), "%.*s: %.*s", SF(files[i].name), SF(why));
		else
			TRY(e);
	}
	return faults_err(c->faults);
}

static enum err make_version(struct verb_call *c,
			     enum err (*get)(struct verb_call *c, struct watch_file *files))
{
	struct watch_file files[WATCH_FILES_MAX];
	struct vet_imported done;
	enum watch_format format;
	str list = verb_text(c, "list"), word = verb_text(c, "format");
	int64_t from = os_monotonic_us();
	if (!list.p)
		fault_field(c->faults, S("list"), "say which list: --list ofac");
	if (!watch_format_of(word, &format))
		fault_field(c->faults, S("format"), "one of ofac, un, eu, uk, ftm, csv");
	TRY(faults_err(c->faults));
	TRY(get(c, files));
	TRY(vet_import(c->db, c->viewer, c->a, c->faults, list, format, files, c->n_args, &done));
	double wall_s = (double)(os_monotonic_us() - from) / 1e6;
	if (c->is_json)
		out_fmt(
		    c->out,
		    "{\"entities\":%lld,\"names\":%lld,\"added\":%lld,\"changed\":%lld,"
		    "\"removed\":%lld,\"persons\":%lld,\"weak_names\":%lld,\"version\":%lld,\"wall_s\":%.3f}\n",
		    (long long)done.entities_n, (long long)done.names_n, (long long)done.added_n,
		    (long long)done.changed_n, (long long)done.removed_n, (long long)done.persons_n,
		    (long long)done.weak_n, (long long)done.version_n, wall_s);
	else
		out_fmt(c->out,
			"%.*s: %lld entities with %lld names and %lld weak ones; %lld added, %lld "
			"changed, %lld removed; %s %lld\n",
			SF(list), (long long)done.entities_n, (long long)done.names_n,
			(long long)done.weak_n, (long long)done.added_n, (long long)done.changed_n,
			(long long)done.removed_n, done.is_new ? "version" : "still version",
			(long long)done.version_n);
	return OK;
}

static enum err import_verb(struct verb_call *c)
{
	return make_version(c, read_files);
}

static enum err fetch_verb(struct verb_call *c)
{
	if (c->viewer->user_id) { /* before anything is asked of anybody */
		fault_field(c->faults, S("as"),
			    "published lists are fetched by whoever keeps the register, without "
			    "--as");
		return ERR_FAULTS;
	}
	return make_version(c, fetch_files);
}

/* ---- the diff of a version ---- */

static enum err diff(struct verb_call *c, struct tx *tx)
{
	struct vet_list_by_word_args by = { .word = verb_text(c, "list") };
	struct vet_list_by_word_row list;
	struct vet_versions_rows versions;
	struct vet_diff_rows rows;
	enum err e = vet_list_by_word(tx, &by, &list);
	if (e == ERR_NOT_FOUND)
		fault_field(c->faults, S("list"), "there is no list '%.*s'", SF(by.word));
	TRY(e == ERR_NOT_FOUND ? ERR_FAULTS : e);
	struct vet_versions_args of = { .list_id = list.id };
	TRY(vet_versions(tx, &of, &versions));
	struct vet_diff_args in = { .list_id = list.id,
				    .version_n = verb_int(
					c, "version", versions.n ? versions.v[0].version_n : 0) };
	TRY(vet_diff(tx, &in, &rows));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct vet_diff_row *r = &rows.v[i];
		bool is_gone = r->until_version_n.has && r->until_version_n.v == in.version_n;
		bool has_next = i + 1 < rows.n && str_eq(rows.v[i + 1].key, r->key);
		bool has_before = i > 0 && str_eq(rows.v[i - 1].key, r->key);
		if (is_gone && has_next)
			continue; /* the next row is what it became */
		out_fmt(c->out, "%s\t%.*s\t%.*s\n",
			is_gone      ? "removed"
			: has_before ? "changed"
				     : "added",
			SF(r->key), SF(r->name));
	}
	return OK;
}

static enum err diff_verb(struct verb_call *c)
{
	struct tx tx;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = diff(c, &tx);
	tx_end(&tx);
	return e;
}

/* ---- everybody again ---- */

static void out_change(struct verb_call *c, const struct vet_hits_of_run_row *h, bool is_first)
{
	if (!c->is_json) {
		out_fmt(c->out, "  %-9.*s %.*s  %.*s ~ %.*s  %.*s %.*s  %d.%04d\n", SF(h->state),
			SF(h->ref), SF(h->person_name), SF(h->listed_name), SF(h->list_word),
			SF(h->entry_key), (int)(h->points_n / MATCH_POINTS),
			(int)(h->points_n % MATCH_POINTS));
		return;
	}
	out_str(c->out, is_first ? S("{\"person\":") : S(",{\"person\":"));
	out_json(c->out, h->ref);
	out_member(c->out, "list", h->list_word);
	out_member(c->out, "key", h->entry_key);
	out_fmt(c->out, ",\"score\":%d.%04d,\"state\":", (int)(h->points_n / MATCH_POINTS),
		(int)(h->points_n % MATCH_POINTS));
	out_json(c->out, h->state);
	out_lit(c->out, "}");
}

static enum err say_run(struct verb_call *c, const struct vet_ran *r, double wall_s)
{
	struct tx tx;
	struct vet_hits_of_run_rows rows = { 0 };
	struct vet_hits_of_run_args of = { .run_id = r->run_id };
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = vet_hits_of_run(&tx, &of, &rows);
	tx_end(&tx);
	TRY(e);
	long long kept_n = 0;
	for (ptrdiff_t i = 0; i < rows.n; i++)
		kept_n += rows.v[i].src_id.has;
	if (c->is_json)
		out_fmt(
		    c->out,
		    "{\"people\":%lld,\"whole\":%lld,\"new\":%lld,\"changed\":%lld,"
		    "\"gone\":%lld,\"in_cases\":%lld,\"resumed\":%s,\"wall_s\":%.3f,\"changes\":[",
		    (long long)r->people_n, (long long)r->whole_n, (long long)r->new_n,
		    (long long)r->changed_n, (long long)r->gone_n, kept_n,
		    r->was_cut_off ? "true" : "false", wall_s);
	else
		out_fmt(c->out, "%lld new hits among %lld people, %lld changed, %lld gone\n",
			(long long)r->new_n, (long long)r->people_n, (long long)r->changed_n,
			(long long)r->gone_n);
	if (kept_n && !c->is_json)
		out_fmt(c->out, "and %lld of lists that are kept in cases you read\n", kept_n);
	for (ptrdiff_t i = 0; i < rows.n; i++)
		out_change(c, &rows.v[i], i == 0);
	if (c->is_json)
		out_lit(c->out, "]}\n");
	return OK;
}

static enum err rescreen_verb(struct verb_call *c)
{
	struct vet_ran ran;
	int64_t from = os_monotonic_us();
	enum err e = may(c->viewer, CAN(WRITE, SCREENING), NULL, NULL);
	if (e != OK && c->viewer->user_id)
		return e;
	TRY(vet_rescreen(c->db, c->viewer, c->a, true, &ran));
	return say_run(c, &ran, (double)(os_monotonic_us() - from) / 1e6);
}

/* ---- differences in treatment ---- */

/* Whom the screening touches and who is refused, nationality by nationality, so that a difference
 * is seen. VCDR Art. 47(1): "the receiving State shall not discriminate as between States" */
static enum err treatment(struct verb_call *c, struct tx *tx)
{
	struct vet_treatment_args of = { 0 };
	struct vet_treatment_rows rows;
	TRY(ref_host(tx, &of.receiving_iso));
	TRY(vet_treatment(tx, &of, &rows));
	out_str(c->out, c->is_json ? S("[") : S(""));
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct vet_treatment_row *r = &rows.v[i];
		if (!c->is_json) {
			out_fmt(c->out,
				"%-24.*s %-18.*s %5lld applied, %4lld with possible matches, %3lld "
				"matched, %4lld of %lld decided were refused\n",
				SF(r->nationality), SF(r->kind), (long long)r->applications_n,
				(long long)r->with_hits_n, (long long)r->same_n,
				(long long)r->refused_n, (long long)r->decided_n);
			continue;
		}
		out_fmt(c->out, "%s{\"nationality\":", i ? "," : "");
		out_json(c->out, r->nationality_iso);
		out_member(c->out, "kind", r->kind);
		out_fmt(c->out,
			",\"applications\":%lld,\"with_hits\":%lld,\"same\":%lld,\"decided\":%lld,"
			"\"refused\":%lld}",
			(long long)r->applications_n, (long long)r->with_hits_n,
			(long long)r->same_n, (long long)r->decided_n, (long long)r->refused_n);
	}
	out_str(c->out, c->is_json ? S("]\n") : S(""));
	return OK;
}

static enum err treatment_verb(struct verb_call *c)
{
	struct tx tx;
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = treatment(c, &tx);
	tx_end(&tx);
	return e;
}

/* ---- own lists ---- */

static enum err own_verb(struct verb_call *c)
{
	bool is_end = verb_text(c, "end").n > 0;
	struct vet_own w = { .list = verb_text(c, "list"),
			     .key = verb_text(c, is_end ? "end" : "key"),
			     .is_end = is_end,
			     .name = verb_text(c, "name"),
			     .aliases = verb_text(c, "aliases"),
			     .born = verb_text(c, "born"),
			     .nationality = verb_text(c, "nationality"),
			     .document_no = verb_text(c, "document"),
			     .says = verb_text(c, "says"),
			     .case_id = verb_int(c, "case", 0) };
	if (is_end && verb_text(c, "key").n)
		fault_field(c->faults, S("key"), "an entry changes (--key) or ends (--end)");
	TRY(faults_err(c->faults));
	return vet_own_propose(c->db, c->viewer, c->a, c->refusal, c->faults, &w);
}

/* Without a word: which of the two holds. */
static enum err keep_verb(struct verb_call *c)
{
	struct tx tx;
	bool is;
	str word = c->n_args ? str_of(c->args[0]) : (str){ 0 };
	bool is_outcome = str_eq(word, S("outcome"));
	if (word.p && (c->n_args > 1 || (!is_outcome && !str_eq(word, S("evidence")))))
		fault_field(c->faults, S("keep"), "evidence or outcome");
	TRY(faults_err(c->faults));
	if (word.p)
		return vet_keep_propose(c->db, c->viewer, c->a, c->refusal, c->faults, is_outcome,
					verb_text(c, "says"));
	TRY(tx_begin(c->db, c->viewer, c->a, &tx));
	enum err e = vet_is_outcome_only(&tx, &is);
	tx_end(&tx);
	if (e == OK)
		out_str(c->out, is ? S("outcome: hits, verdicts and advice are kept without "
				       "evidence and reasons\n")
				   : S("evidence: with every hit, verdict and advice\n"));
	return e;
}

static enum err move_verb(struct verb_call *c)
{
	struct vet_own_move m = { .list = verb_text(c, "list"),
				  .case_id = verb_int(c, "case", -1),
				  .says = verb_text(c, "says") };
	return vet_own_move_propose(c->db, c->viewer, c->a, c->refusal, c->faults, &m);
}

static const struct verb_opt own_opts[] = {
	{ "list", OPT_TEXT, "NAME", "which own list: png, partners, ..." },
	{ "name", OPT_TEXT, "NAME", "whom to enter" },
	{ "aliases", OPT_TEXT, "NAME;NAME", "other names" },
	{ "born", OPT_TEXT, "DATE", "1971-02-03, 1971-02 or 1971" },
	{ "nationality", OPT_TEXT, "RU", "code or name of the state" },
	{ "document", OPT_TEXT, "NUMBER", "number of a passport" },
	{ "key", OPT_TEXT, "OWN-1",
	  "the entry that is to be so from now on, instead of a new one" },
	{ "end", OPT_TEXT, "OWN-1", "the entry that ends, instead" },
	{ "case", OPT_INT, "N", "of a new list: the case with named readers it is kept in" },
	{ "says", OPT_LINES, "LINES", "why" },
	{ 0 },
};
static const struct verb_opt move_opts[] = {
	{ "list", OPT_TEXT, "NAME", "which own list" },
	{ "case", OPT_INT, "N", "the case with named readers it goes into; 0: into none" },
	{ "says", OPT_LINES, "LINES", "why" },
	{ 0 },
};
static const struct verb_opt keep_opts[] = {
	{ "says", OPT_LINES, "LINES", "why" },
	{ 0 },
};
static const struct verb_opt import_opts[] = {
	{ "list", OPT_TEXT, "NAME", "which list: ofac, un, ..." },
	{ "format", OPT_TEXT, "WORD", "ofac, un, eu, uk, ftm or csv" },
	{ 0 },
};
static const struct verb_opt fetch_opts[] = {
	{ "list", OPT_TEXT, "NAME", "which list: ofac, un, ..." },
	{ "format", OPT_TEXT, "WORD", "ofac, un, eu, uk, ftm or csv" },
	{ "ca", OPT_TEXT, "FILE",
	  "whose certificates are believed; else those the system believes" },
	{ "seconds", OPT_INT, "N", "how long each may take; else 300" },
	{ "private", OPT_FLAG, NULL, "addresses of private networks and of this machine, too" },
	{ 0 },
};
static const struct verb_opt diff_opts[] = {
	{ "list", OPT_TEXT, "NAME", "which list" },
	{ "version", OPT_INT, "N", "which version; else the latest" },
	{ 0 },
};

/* clang-format off */
const struct verb vet_verbs[] = {
	{ "vet", "import", "PATH...", "Make published files the next version of a watch-list.", VERB_LOADS, import_opts, import_verb },
	{ "vet", "fetch", "URL...", "Fetch published files by HTTPS and make them the next version of a watch-list.", VERB_LOADS, fetch_opts, fetch_verb },
	{ "vet", "own", NULL, "Propose an entry of an own list, or that one changes or ends; a second person approves.", VERB_WRITES, own_opts, own_verb },
	{ "vet", "move", NULL, "Propose that an own list is kept in a case with named readers; a second one of them approves.", VERB_WRITES, move_opts, move_verb },
	{ "vet", "keep", "[evidence|outcome]", "Say what of screening is kept, or propose to keep its evidence, or outcome and reference alone.", VERB_WRITES, keep_opts, keep_verb },
	{ "vet", "treatment", NULL, "Whom screening touches and who is refused, by nationality and kind of application.", VERB_READS, NULL, treatment_verb },
	{ "vet", "diff", NULL, "What a version of a watch-list added, changed and removed.", VERB_READS, diff_opts, diff_verb },
	{ "vet", "rescreen", NULL, "Compare everybody with what changed since the last time; shows only what is new.", VERB_LOADS, NULL, rescreen_verb },
	{ "vet", "screen", "PEOPLE.csv", "Compare people of a file with all watch-lists.", VERB_READS, vet_screen_opts, vet_screen_verb },
	{ 0 },
};
/* clang-format on */
