/* fetch.c: libcurl, opened at run time, in a sandboxed child. */
#include "base/fetch.h"

#define CURL_DISABLE_TYPECHECK /* its functions are reached by pointers */
#include <curl/curl.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "base/work.h"

#undef curl_easy_setopt
#undef curl_easy_getinfo

enum { CONNECT_S = 30, STALLS_S = 60, HTTP_OK = 200, MEMORY = 512 << 20, FILES_N = 64 };

struct curl_calls {
	__typeof__(curl_easy_init) *easy_init;
	__typeof__(curl_easy_setopt) *easy_setopt;
	__typeof__(curl_easy_perform) *easy_perform;
	__typeof__(curl_easy_getinfo) *easy_getinfo;
	__typeof__(curl_easy_strerror) *easy_strerror;
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_url) *url;
	__typeof__(curl_url_set) *url_set;
	__typeof__(curl_url_get) *url_get;
	__typeof__(curl_url_cleanup) *url_cleanup;
	__typeof__(curl_free) *free;
};

static bool find_calls(struct curl_calls *c)
{
	void *lib = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
	static const char *const names[] = {
		"curl_easy_init",     "curl_easy_setopt", "curl_easy_perform", "curl_easy_getinfo",
		"curl_easy_strerror", "curl_global_init", "curl_url",          "curl_url_set",
		"curl_url_get",       "curl_url_cleanup", "curl_free"
	};
	void *found[sizeof names / sizeof *names];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		found[i] = lib ? dlsym(lib, names[i]) : NULL;
		if (!found[i])
			return false;
	}
	_Static_assert(sizeof found == sizeof *c, "a name for each call, in their order");
	memcpy(c, found, sizeof *c);
	return c->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

/* ---- which addresses ---- */

/* IPv4: not "this network", private, shared, loopback, link-local, for protocols and tests,
 * multicast, reserved (RFC 6890). */
static bool is_public_4(const uint8_t b[4])
{
	return !(b[0] == 0 || b[0] == 10 || b[0] == 127 || b[0] >= 224 ||
		 (b[0] == 100 && (b[1] & 0xc0) == 64) || (b[0] == 169 && b[1] == 254) ||
		 (b[0] == 172 && (b[1] & 0xf0) == 16) || (b[0] == 192 && b[1] == 168) ||
		 (b[0] == 192 && b[1] == 0) || (b[0] == 192 && b[1] == 88 && b[2] == 99) ||
		 (b[0] == 198 && (b[1] & 0xfe) == 18) ||
		 (b[0] == 198 && b[1] == 51 && b[2] == 100) ||
		 (b[0] == 203 && b[1] == 0 && b[2] == 113));
}

/* IPv6: of what is given out for the whole network (2000::/3), without what wraps an IPv4 address
 * (2002::/16, 2001::/23 with Teredo) and what is for documents (2001:db8::/32, 3fff::/20). */
bool fetch_is_public(const uint8_t b[16])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	if (memcmp(b, mapped, sizeof mapped) == 0)
		return is_public_4(b + 12);
	if ((b[0] & 0xe0) != 0x20 || (b[0] == 0x20 && b[1] == 0x02))
		return false;
	if (b[0] == 0x20 && b[1] == 0x01 && (b[2] < 2 || (b[2] == 0x0d && b[3] == 0xb8)))
		return false;
	return !(b[0] == 0x3f && b[1] == 0xff && (b[2] & 0xf0) == 0);
}

/* ---- in the child ---- */

struct fetching {
	struct curl_calls c;
	const struct fetch_rules *r;
	const char *url;
	int port;
	struct out *o;
	int64_t n;
	bool is_private, is_too_large;
};

static bool address_of(const struct sockaddr *from, uint8_t b[16], int *port)
{
	if (from->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, from, sizeof in);
		memset(b, 0, 10);
		b[10] = b[11] = 0xff;
		memcpy(b + 12, &in.sin_addr, 4);
		*port = ntohs(in.sin_port);
		return true;
	}
	if (from->sa_family == AF_INET6) {
		struct sockaddr_in6 in;
		memcpy(&in, from, sizeof in);
		memcpy(b, &in.sin6_addr, 16);
		*port = ntohs(in.sin6_port);
		return true;
	}
	return false;
}

/* Asked for each address just before it is connected to: what a name meant before is no matter. */
static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct fetching *f = arg;
	uint8_t b[16];
	int port;
	(void)purpose;
	if (!address_of(&to->addr, b, &port) || port != f->port ||
	    !(f->r->has_private || fetch_is_public(b))) {
		f->is_private = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static size_t take_piece(char *p, size_t one, size_t n, void *arg)
{
	struct fetching *f = arg;
	f->n += (int64_t)(one * n);
	f->is_too_large = f->n > f->r->most_bytes;
	if (f->is_too_large)
		return 0;
	out_bytes(f->o, p, (ptrdiff_t)(one * n));
	return one * n;
}

static bool set_up(struct fetching *f, CURL *h)
{
	__typeof__(curl_easy_setopt) *set = f->c.easy_setopt;
	return set(h, CURLOPT_URL, f->url) == CURLE_OK &&
	       set(h, CURLOPT_PROTOCOLS_STR, "https") == CURLE_OK &&
	       set(h, CURLOPT_REDIR_PROTOCOLS_STR, "https") == CURLE_OK &&
	       set(h, CURLOPT_FOLLOWLOCATION, 1L) == CURLE_OK &&
	       set(h, CURLOPT_MAXREDIRS, (long)FETCH_REDIRECTS_MAX) == CURLE_OK &&
	       set(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
	       set(h, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	       set(h, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	       (!f->r->ca_file || (set(h, CURLOPT_CAINFO, f->r->ca_file) == CURLE_OK &&
				   set(h, CURLOPT_CAPATH, NULL) == CURLE_OK)) &&
	       set(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK &&
	       set(h, CURLOPT_PROXY, "") == CURLE_OK && set(h, CURLOPT_NOPROXY, "*") == CURLE_OK &&
	       set(h, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       set(h, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S) == CURLE_OK &&
	       set(h, CURLOPT_TIMEOUT, (long)f->r->most_s) == CURLE_OK &&
	       set(h, CURLOPT_LOW_SPEED_LIMIT, 1L) == CURLE_OK &&
	       set(h, CURLOPT_LOW_SPEED_TIME, (long)STALLS_S) == CURLE_OK &&
	       set(h, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)f->r->most_bytes) == CURLE_OK &&
	       set(h, CURLOPT_USERAGENT, "grata/" GRATA_VERSION) == CURLE_OK &&
	       set(h, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
	       set(h, CURLOPT_OPENSOCKETDATA, f) == CURLE_OK &&
	       set(h, CURLOPT_WRITEFUNCTION, take_piece) == CURLE_OK &&
	       set(h, CURLOPT_WRITEDATA, f) == CURLE_OK;
}

/* The body, then one byte: 0 when it is whole; else a sentence in front of a 1. */
static void fetch_work(struct arena *a, struct out *to, void *arg)
{
	struct fetching *f = arg;
	struct out body = out_to_arena(a);
	long status = 0;
	CURL *h = f->c.easy_init();
	f->o = &body;
	if (!h || !set_up(f, h)) {
		out_str(to, S("the library for it is too old\1"));
		return;
	}
	CURLcode rc = f->c.easy_perform(h);
	f->c.easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	if (f->is_too_large || rc == CURLE_FILESIZE_EXCEEDED)
		out_fmt(to, "it has more than %lld bytes\1", (long long)f->r->most_bytes);
	else if (f->is_private && rc != CURLE_OK)
		out_str(to, S("it lies at an address of a private network, or another port\1"));
	else if (rc != CURLE_OK)
		out_fmt(to, "%s\1", f->c.easy_strerror(rc));
	else if (status != HTTP_OK)
		out_fmt(to, "the server answered %ld\1", status);
	else if (!body.n)
		out_str(to, S("it is empty\1"));
	else {
		out_str(to, out_view(&body));
		out_char(to, '\0');
	}
}

/* ---- in the parent ---- */

static bool is_plain(str url)
{
	bool is_good = url.n <= FETCH_URL_MAX && str_starts(url, S("https://"));
	for (ptrdiff_t i = 0; i < url.n; i++)
		is_good &= url.p[i] > ' ' && url.p[i] < 127;
	return is_good && str_find_byte(url, '@') < 0;
}

static int port_of(const struct curl_calls *c, const char *url)
{
	char *text = NULL;
	int64_t n = 0;
	CURLU *u = c->url();
	bool is_good = u && c->url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
		       c->url_get(u, CURLUPART_PORT, &text, CURLU_DEFAULT_PORT) == CURLUE_OK &&
		       str_to_int64(str_of(text), &n) && n > 0 && n < 65536;
	c->free(text);
	c->url_cleanup(u);
	return is_good ? (int)n : 0;
}

static void add_reads(const char **to, int *n, const char *const *from)
{
	for (; *from; from++)
		to[(*n)++] = *from;
	to[*n] = NULL;
}

static const char *why_ended(enum work_end end)
{
	switch (end) {
	case WORK_DONE: return "it did not answer";
	case WORK_TIME: return "it took too much of the processor";
	case WORK_MEMORY: return "it took too much memory";
	case WORK_ANSWER: return "it has too many bytes";
	case WORK_BROKEN: return "the process that fetched it broke";
	}
	return "";
}

enum err fetch_https(struct arena *a, const struct fetch_rules *r, str url, str *body, str *why)
{
	static const char *const certificates[] = { "/etc/ssl", "/usr/share/ca-certificates",
						    "/usr/lib/ssl", "/run/systemd/resolve", NULL };
	const char *reads[32], *const own[] = { r->ca_file, NULL };
	int n = 0;
	struct fetching f = { .r = r, .url = str_z(a, url) };
	enum work_end end;
	str answer;
	*body = (str){ 0 };
	*why = S("say https://, a host and a path, without a name or password");
	if (!is_plain(url))
		return ERR_IO;
	*why = S("libcurl is not on this machine (the package libcurl4)");
	if (!find_calls(&f.c))
		return ERR_IO;
	f.port = port_of(&f.c, f.url);
	*why = S("this is no address");
	if (!f.port)
		return ERR_IO;
	add_reads(reads, &n, SANDBOX_NAMES);
	add_reads(reads, &n, certificates);
	add_reads(reads, &n, own);
	const int ports[] = { f.port, 53, 0 };
	const struct sandbox_rules rules = {
		.reads = reads, .has_files = true, .has_server = true, .ports = ports
	};
	struct work_limits limits = { .memory_bytes = MEMORY,
				      .cpu_s = r->most_s,
				      .answer_bytes = r->most_bytes + 1,
				      .files_n = FILES_N,
				      .rules = &rules };
	TRY(work_run(a, limits, fetch_work, &f, &answer, &end));
	*why = str_of(why_ended(end));
	if (end != WORK_DONE || !answer.n)
		return ERR_IO;
	str said = str_slice(answer, 0, answer.n - 1);
	if (answer.p[answer.n - 1] != '\0') {
		*why = said;
		return ERR_IO;
	}
	*body = said;
	*why = (str){ 0 };
	return OK;
}
