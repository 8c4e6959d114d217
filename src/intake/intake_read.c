/* intake_read.c: a text comes in: checked, read, written with its proposals; and read back. */
#include "access/may.h"
#include "base/must.h"
#include "base/out.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "intake/intake.h"
#include "reader/reader.h"
#include "ref/ref.h"

struct intake_reading {
	struct intake_new in;
	str body;
	struct sha256 hash;
	const struct lexicon *lx;
	struct proposals found;
	struct ref_states_rows states;
};

#define EXTRACTOR "rules of grata " GRATA_VERSION

/* ---- checking ---- */

/* The first character that turns the direction of what follows it, or 0: embeddings, overrides,
 * isolates (UAX 9). A text that carries them can show other words than it holds. */
static uint32_t turning(str s, ptrdiff_t *where)
{
	for (ptrdiff_t i = 0; i < s.n;) {
		*where = i;
		uint32_t c = utf8_next(s, &i);
		if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
			return c;
	}
	return 0;
}

static ptrdiff_t control(str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F)
			return i;
	}
	return -1;
}

static void check_body(struct faults *f, str body)
{
	ptrdiff_t at = str_find_byte(body, '\0');
	uint32_t c;
	if (body.n > INTAKE_BODY_MAX)
		fault_field(f, S("body"),
			    "The text is longer than %d bytes; a report is shorter. Paste the "
			    "part that matters.",
			    INTAKE_BODY_MAX);
	else if (at >= 0)
		fault_field(f, S("body"), "The text holds a null byte (byte %td): it is no text.",
			    at + 1);
	else if ((at = utf8_fault(body)) >= 0)
		fault_field(f, S("body"), "Byte %td of the text is not UTF-8. Save it as UTF-8.",
			    at + 1);
	else if ((at = control(body)) >= 0)
		fault_field(f, S("body"),
			    "The text holds a control character (byte %td): it is no text.",
			    at + 1);
	else if ((c = turning(body, &at)))
		fault_field(
		    f, S("body"),
		    "The text holds U+%04X (byte %td), which turns the direction of writing: "
		    "it may show other words than it holds. Take it out.",
		    c, at + 1);
	else if (!str_trim(body).n)
		fault_field(f, S("body"), "Paste the text, or choose a file.");
}

static void check_line(struct faults *f, const char *field, str s, const char *needed)
{
	ptrdiff_t at;
	if (!str_trim(s).n)
		fault_field(f, str_of(field), "%s", needed);
	else if (!utf8_is_line(s) || turning(s, &at))
		fault_field(f, str_of(field),
			    "This holds characters that have no place in a line of text.");
	else if (s.n > 500)
		fault_field(f, str_of(field), "This is too long; 500 bytes are enough.");
}

static enum err check_known(struct tx *tx, struct faults *f, const struct sha256 *hash)
{
	struct intake_text_same_args is = { .body_hash = { (const char *)hash->b,
							   sizeof hash->b } };
	struct intake_text_same_row same;
	enum err e = intake_text_same(tx, &is, &same);
	if (e == OK)
		fault_field(f, S("body"), "This text is here already: it is text %lld.",
			    (long long)same.id);
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err check_new(struct tx *tx, struct faults *f, const struct intake_new *in, str body)
{
	str name;
	check_line(f, "title", in->title, "Give it a title.");
	check_line(f, "source", in->source, "Say where it was published: its address, or by whom.");
	if (!in->published_on.has)
		fault_field(f, S("published"),
			    "When did it appear? Words like \"on Friday\" count from that day.");
	else if (in->published_on.v > tx->on)
		fault_field(f, S("published"), "That day has not come.");
	check_body(f, body);
	if (ref_state_name(tx, in->place_iso, &name) != OK)
		fault_field(f, S("place"), "In which country did it appear? Two letters: GB, RU.");
	return faults_err(f);
}

/* Without the mark of byte order; lines end in LF. */
static str clean(struct arena *a, str s)
{
	struct out o = out_to_arena(a);
	if (str_starts(s, S("\xEF\xBB\xBF")))
		s = str_slice(s, 3, s.n);
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			out_char(&o, s.p[i]);
		else if (i + 1 >= s.n || s.p[i + 1] != '\n')
			out_char(&o, '\n');
	return str_copy(a, out_view(&o));
}

/* ---- reading ---- */

/* The register's office holders, as rows of the reader's table. A surname is the last word. */
static enum err holders(struct tx *tx, str before, str *all)
{
	struct ref_office_holders_all_rows rows;
	struct out o = out_to_arena(tx->a);
	TRY(ref_office_holders_all(tx, &rows));
	out_str(&o, before);
	for (ptrdiff_t i = 0; i < rows.n; i++) {
		const struct ref_office_holders_all_row *r = &rows.v[i];
		ptrdiff_t at = r->name.n;
		while (at > 0 && r->name.p[at - 1] != ' ')
			at--;
		str given = str_trim(str_slice(r->name, 0, at)),
		    surname = str_slice(r->name, at, r->name.n);
		bool is_head = str_starts(r->kind, S("head_of"));
		bool is_foreign = str_eq(r->kind, S("foreign_minister"));
		if (!given.n || !surname.n || !utf8_is_line(r->name))
			continue;
		out_fmt(&o, "%.*s\t%s\t%.*s\t%.*s\t", SF(r->iso3),
			is_head      ? "head"
			: is_foreign ? "foreign"
				     : "other",
			SF(given), SF(surname));
		out_day(&o, r->from_on);
		out_lit(&o, "\t");
		if (r->to_on.has)
			out_day(&o, r->to_on.v);
		out_lit(&o, "\n");
	}
	*all = str_copy(tx->a, out_view(&o));
	return OK;
}

enum err intake_read(struct tx *tx, struct faults *f, const struct intake_new *in,
		     struct intake_reading **to)
{
	struct intake_reading *r = arena_new(tx->a, struct intake_reading);
	struct lexicon_tables tables = lexicon_tables();
	str name = in->file_name.p ? str_lower(tx->a, in->file_name) : (str){ 0 };
	bool is_page = str_ends(name, S(".html")) || str_ends(name, S(".htm"));
	if (in->body.n > INTAKE_FILE_MAX) {
		fault_field(f, S("body"), "The file is larger than %d bytes; a report is shorter.",
			    INTAKE_FILE_MAX);
		return faults_err(f);
	}
	*r = (struct intake_reading){ .in = *in };
	r->body = clean(tx->a, is_page ? intake_html_text(tx->a, in->body) : in->body);
	TRY(check_new(tx, f, in, r->body));
	r->hash = sha256_of(r->body, (str){ 0 }, (str){ 0 });
	TRY(check_known(tx, f, &r->hash));
	TRY(faults_err(f));
	TRY(ref_states(tx, &r->states));
	TRY(holders(tx, tables.holders, &tables.holders));
	TRY(lexicon_load(tx->a, &tables, f, &r->lx));
	struct reader_request ask = { .text = r->body,
				      .published_on = in->published_on.v,
				      .place = in->place_iso };
	TRY(reader_read(tx->a, r->lx, &ask, &r->found));
	*to = r;
	return OK;
}

/* ---- writing ---- */

/* The register's code of a state of the reader; null: the register has none. */
static str iso_of(const struct intake_reading *r, int code)
{
	const struct state_row *s = lexicon_state(r->lx, code);
	for (ptrdiff_t i = 0; i < r->states.n; i++)
		if (str_eq(r->states.v[i].iso3, s->alpha_3) ||
		    (s->alpha_3.n < 3 && str_eq(r->states.v[i].iso, s->alpha_3)))
			return r->states.v[i].iso;
	return (str){ 0 };
}

/* "GB RU"; what the register has no code for stands as the reader has it. */
static str codes_text(struct arena *a, const struct intake_reading *r, const struct codes *c)
{
	struct out o = out_to_arena(a);
	for (int i = 0; i < c->n; i++) {
		str iso = iso_of(r, c->v[i]);
		if (o.n)
			out_char(&o, ' ');
		out_str(&o, iso.p ? iso : lexicon_state(r->lx, c->v[i])->alpha_3);
	}
	return str_copy(a, out_view(&o));
}

static str reasons_text(struct arena *a, const struct proposal *p)
{
	struct out o = out_to_arena(a);
	for (int i = 0; i < p->n_reasons; i++) {
		out_bytes(&o, "; ", i ? 2 : 0);
		out_str(&o, str_of(p->reasons[i]));
	}
	return str_copy(a, out_view(&o));
}

static struct opt_int known(int64_t v)
{
	return (struct opt_int){ v >= 0, v };
}

static struct intake_proposal_add_args row_of(struct arena *a, const struct intake_reading *r,
					      const struct proposal *p, int64_t text_id)
{
	bool has_speaker = p->speaker.end > p->speaker.start;
	struct intake_proposal_add_args in = {
		.text_id = text_id,
		.seq_n = p->id,
		.type = p->type,
		.modality = str_of(modality_name(p->modality)),
		.by_isos = codes_text(a, r, &p->actors),
		.to_isos = codes_text(a, r, &p->recipients),
		.from_on = { p->when.has_from, p->when.from_on },
		.to_on = { p->when.has_to, p->when.to_on },
		.precision = str_of(p->when.precision ? p->when.precision : "unknown"),
		.deadline_on = { p->has_deadline && p->deadline_on >= DAY_MIN, p->deadline_on },
		.deadline_hours_n = { p->has_deadline && p->deadline_hours > 0, p->deadline_hours },
		.speaker =
		    has_speaker ? str_slice(r->body, p->speaker.start, p->speaker.end) : (str){ 0 },
		.speaker_iso =
		    has_speaker && p->speaker_state >= 0 ? iso_of(r, p->speaker_state) : (str){ 0 },
		.reasons = reasons_text(a, p),
	};
	if (p->count.is_there) {
		in.value_n = known(p->count.value);
		in.least_n = known(p->count.min);
		in.most_n = known(p->count.max);
	}
	return in;
}

static enum err write_spans(struct tx *tx, int64_t id, const struct spans *s,
			    enum intake_span_kind kind)
{
	for (ptrdiff_t i = 0; i < s->n; i++) {
		struct wrote out;
		struct intake_span_add_args in = { id, intake_span_kind_text(kind), s->v[i].start,
						   s->v[i].end };
		if (s->v[i].end > s->v[i].start)
			TRY(intake_span_add(tx, &in, &out));
	}
	return OK;
}

static enum err write_proposal(struct tx *tx, const struct intake_reading *r,
			       const struct proposal *p, int64_t text_id)
{
	struct wrote out, link;
	struct intake_proposal_add_args in = row_of(tx->a, r, p, text_id);
	TRY(intake_proposal_add(tx, &in, &out));
	TRY(write_spans(tx, out.id, &p->evidence, INTAKE_SPAN_KIND_EVIDENCE));
	TRY(write_spans(tx, out.id, &p->quotes, INTAKE_SPAN_KIND_QUOTE));
	for (int i = 0; i < p->n_links; i++) {
		struct intake_link_add_args to = { out.id, str_of(link_name(p->links[i].kind)),
						   p->links[i].to };
		TRY(intake_link_add(tx, &to, &link));
	}
	return OK;
}

enum err intake_write(struct tx *tx, const struct intake_reading *r, int64_t *id)
{
	struct wrote out;
	struct intake_text_add_args in = {
		.title = r->in.title,
		.body = r->body,
		.body_hash = { (const char *)r->hash.b, sizeof r->hash.b },
		.published_on = r->in.published_on.v,
		.place_iso = r->in.place_iso,
		.source = r->in.source,
		.extractor = S(EXTRACTOR),
		.added_on = tx->on,
		.made_account_id = { tx->viewer->user_id != 0, tx->viewer->user_id },
		.is_invented = r->in.is_invented,
	};
	struct object o = { .table = "intake_text" };
	TRY(may(tx->viewer, CAN(WRITE, STATEMENT), &o, NULL));
	TRY(intake_text_add(tx, &in, &out));
	*id = out.id;
	for (ptrdiff_t i = 0; i < r->found.n; i++)
		TRY(write_proposal(tx, r, &r->found.v[i], out.id));
	return OK;
}

struct adding {
	const struct intake_reading *r;
	int64_t id;
};

static enum err add_deed(struct tx *tx, void *arg)
{
	struct adding *a = arg;
	return intake_write(tx, a->r, &a->id);
}

/* Read outside the deed: the line of deeds does not wait for it. */
enum err intake_add(struct db *db, const struct viewer *v, struct arena *a, struct refusal *refusal,
		    struct faults *f, const struct intake_new *in, int64_t *id)
{
	struct tx tx;
	struct intake_reading *r = NULL;
	TRY(tx_begin(db, v, a, &tx));
	enum err e = intake_read(&tx, f, in, &r);
	tx_end(&tx);
	if (e != OK)
		return e;
	struct adding add = { .r = r };
	TRY(db_deed(db, v, a, refusal, "intake.add", add_deed, &add));
	*id = add.id;
	return OK;
}

enum err intake_view_read(struct tx *tx, int64_t text_id, struct intake_view *v)
{
	struct intake_text_by_id_args by = { .id = text_id };
	struct intake_proposals_args of = { .text_id = text_id };
	struct intake_spans_args spans = { .text_id = text_id };
	struct intake_links_args links = { .text_id = text_id };
	TRY(intake_text_by_id(tx, &by, &v->text));
	TRY(intake_proposals(tx, &of, &v->proposals));
	TRY(intake_spans(tx, &spans, &v->spans));
	return intake_links(tx, &links, &v->links);
}
