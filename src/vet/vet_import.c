/* vet_import.c: files of a list become its next version: what is new, what changed, what is gone.
 * Nothing that was ever on a list is lost. */
#include "vet/vet.h"

#include <stdlib.h>

#include "base/out.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "person/person.h"

enum { LIST_WORD_MAX = 40 };

struct importing {
	struct faults *f;
	str list, files;
	enum watch_format format;
	struct watch_rows *rows;
	struct sha256 *hash; /* of each row's body */
	struct vet_imported *out;
	int64_t list_id;
	bool is_bare; /* none of its addresses is known */
};

static int by_key(const void *a, const void *b)
{
	const struct watch_row *x = a, *y = b;
	return str_cmp(x->key, y->key);
}

static str hash_str(const struct sha256 *h)
{
	return (str){ (const char *)h->b, sizeof h->b };
}

static enum err find_list(struct tx *tx, struct importing *in)
{
	struct vet_list_by_word_args by = { .word = in->list };
	struct vet_list_by_word_row row;
	struct vet_list_add_args add = { .word = in->list,
					 .format = str_of(watch_format_text(in->format)) };
	struct wrote out;
	enum err e = vet_list_by_word(tx, &by, &row);
	if (e == ERR_NOT_FOUND) {
		TRY(vet_list_add(tx, &add, &out));
		in->list_id = out.id;
		return OK;
	}
	TRY(e);
	in->list_id = row.id;
	if (row.is_own)
		fault_field(in->f, S("list"), "'%.*s' is an own list; two people change it",
			    SF(in->list));
	else if (!str_eq(row.format, add.format))
		fault_field(in->f, S("format"), "'%.*s' is a list of the format %.*s", SF(in->list),
			    SF(row.format));
	return faults_err(in->f);
}

static enum err end_entry(struct tx *tx, const struct importing *in, int64_t id)
{
	struct wrote out;
	struct vet_entry_end_args end = { .until_version_n = { true, in->out->version_n },
					  .id = id };
	return vet_entry_end(tx, &end, &out);
}

/* An address with a number, once as it is and once without what stands last: the country, which
 * people leave out of their own. */
static enum err add_address(struct tx *tx, int64_t entry_id, str address)
{
	struct wrote out;
	ptrdiff_t last = address.n;
	while (last > 0 && address.p[last - 1] != ',')
		last--;
	str ways[] = { address, last ? str_slice(address, 0, last - 1) : (str){ 0 } };
	for (int i = 0; i < 2; i++) {
		const char *why = NULL;
		bool has_number = false;
		for (ptrdiff_t k = 0; k < ways[i].n; k++)
			has_number |= ways[i].p[k] >= '0' && ways[i].p[k] <= '9';
		if (!has_number)
			continue;
		struct vet_address_add_args in = {
			entry_id, person_contact_key(tx->a, CONTACT_KIND_ADDRESS, ways[i], &why)
		};
		if (!why)
			TRY(vet_address_add(tx, &in, &out));
	}
	return OK;
}

static enum err add_addresses(struct tx *tx, int64_t entry_id, str body)
{
	struct watch_entry e;
	if (str_find(body, S("\"addresses\"")) < 0)
		return OK;
	if (!watch_body_read(tx->a, body, &e))
		return ERR_DB_FORMAT;
	for (ptrdiff_t i = 0; i < e.addresses.n; i++)
		TRY(add_address(tx, entry_id, e.addresses.v[i]));
	return OK;
}

static enum err add_entry(struct tx *tx, const struct importing *in, ptrdiff_t i)
{
	const struct watch_row *r = &in->rows->v[i];
	struct wrote out;
	struct vet_entry_add_args add = { .list_id = in->list_id,
					  .key = r->key,
					  .kind = match_kind_text(r->kind),
					  .name = r->name,
					  .body = r->body,
					  .body_hash = hash_str(&in->hash[i]),
					  .from_version_n = in->out->version_n };
	TRY(vet_entry_add(tx, &add, &out));
	return add_addresses(tx, out.id, r->body);
}

/* Both sides in the order of keys, side by side. */
static enum err take_changes(struct tx *tx, struct importing *in,
			     const struct vet_entry_keys_rows *old)
{
	ptrdiff_t k = 0;
	for (ptrdiff_t i = 0; i <= in->rows->n; i++) {
		bool is_end = i == in->rows->n;
		for (; k < old->n && (is_end || str_cmp(old->v[k].key, in->rows->v[i].key) < 0);
		     k++, in->out->removed_n++)
			TRY(end_entry(tx, in, old->v[k].id));
		if (is_end)
			break;
		bool is_old = k < old->n && str_eq(old->v[k].key, in->rows->v[i].key);
		if (is_old && str_eq(old->v[k].body_hash, hash_str(&in->hash[i]))) {
			if (in->is_bare) /* it came before addresses were taken from entries */
				TRY(add_addresses(tx, old->v[k].id, in->rows->v[i].body));
			k++;
			continue;
		}
		if (is_old)
			TRY(end_entry(tx, in, old->v[k++].id));
		*(is_old ? &in->out->changed_n : &in->out->added_n) += 1;
		TRY(add_entry(tx, in, i));
	}
	return OK;
}

static struct sha256 hash_all(struct arena *a, const struct importing *in)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < in->rows->n; i++)
		out_bytes(&o, in->hash[i].b, sizeof in->hash[i].b);
	return sha256_of(out_view(&o), (str){ 0 }, (str){ 0 });
}

static enum err import_deed(struct tx *tx, void *arg)
{
	struct importing *in = arg;
	struct vet_versions_rows versions;
	struct vet_entry_keys_rows old;
	struct wrote out;
	TRY(find_list(tx, in));
	struct vet_versions_args of = { .list_id = in->list_id };
	struct vet_entry_keys_args keys = { .list_id = in->list_id };
	TRY(vet_versions(tx, &of, &versions));
	TRY(vet_entry_keys(tx, &keys, &old));
	struct vet_addresses_of_list_args some = { .list_id = in->list_id };
	struct vet_addresses_of_list_row one;
	enum err e = vet_addresses_of_list(tx, &some, &one);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	in->is_bare = e == ERR_NOT_FOUND;
	in->out->version_n = versions.n ? versions.v[0].version_n + 1 : 1;
	TRY(take_changes(tx, in, &old));
	in->out->is_new = in->out->added_n || in->out->changed_n || in->out->removed_n;
	if (!in->out->is_new) {
		in->out->version_n--;
		return OK;
	}
	struct sha256 all = hash_all(tx->a, in);
	struct vet_version_add_args add = { .list_id = in->list_id,
					    .version_n = in->out->version_n,
					    .files = in->files,
					    .content_hash = hash_str(&all),
					    .entities_n = in->out->entities_n,
					    .persons_n = in->out->persons_n,
					    .names_n = in->out->names_n,
					    .weak_n = in->out->weak_n,
					    .added_n = in->out->added_n,
					    .changed_n = in->out->changed_n,
					    .removed_n = in->out->removed_n,
					    .imported_at = tx->at };
	return vet_version_add(tx, &add, &out);
}

static void prepare(struct arena *a, struct importing *in)
{
	struct watch_rows *rows = in->rows;
	if (rows->n)
		qsort(rows->v, (size_t)rows->n, sizeof *rows->v, by_key);
	in->hash = arena_new_n(a, struct sha256, rows->n);
	in->out->entities_n = rows->n;
	for (ptrdiff_t i = 0; i < rows->n; i++) {
		in->hash[i] = sha256_of(rows->v[i].body, (str){ 0 }, (str){ 0 });
		in->out->persons_n += rows->v[i].kind == MATCH_PERSON;
		in->out->names_n += rows->v[i].names_n;
		in->out->weak_n += rows->v[i].weak_n;
	}
}

/* The names of the files without their folders. */
static str file_names(struct arena *a, const struct watch_file *files, ptrdiff_t n)
{
	struct out o = out_to_arena(a);
	for (ptrdiff_t i = 0; i < n; i++) {
		str name = files[i].name;
		for (ptrdiff_t k = name.n; k > 0; k--)
			if (name.p[k - 1] == '/') {
				name = str_slice(name, k, name.n);
				break;
			}
		out_fmt(&o, "%s%.*s", i ? ", " : "", SF(name));
	}
	return out_view(&o);
}

static void check_word(struct faults *f, str word)
{
	bool is_good = word.n > 0 && word.n <= LIST_WORD_MAX;
	for (ptrdiff_t i = 0; i < word.n; i++) {
		char c = word.p[i];
		is_good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			   (c >= '0' && c <= '9') || c == '_' || c == '-';
	}
	if (!is_good)
		fault_field(f, S("list"), "the name of a list is 1 to %d letters, digits, - and _",
			    LIST_WORD_MAX);
}

enum err vet_import(struct db *db, const struct viewer *viewer, struct arena *a,
		    struct faults *faults, str list, enum watch_format format,
		    const struct watch_file *files, ptrdiff_t n_files, struct vet_imported *out)
{
	struct watch_rows rows;
	struct refusal refusal = { 0 };
	struct importing in = {
		.f = faults, .list = list, .format = format, .rows = &rows, .out = out
	};
	*out = (struct vet_imported){ 0 };
	if (viewer->user_id)
		fault_field(faults, S("as"),
			    "published lists are imported by whoever keeps the register, without "
			    "--as; own lists are changed by two people");
	check_word(faults, list);
	TRY(faults_err(faults));
	TRY(watch_read_apart(a, format, files, n_files, faults, &rows));
	in.files = file_names(a, files, n_files);
	prepare(a, &in);
	return db_deed(db, viewer, a, &refusal, "vet.import", import_deed, &in);
}
